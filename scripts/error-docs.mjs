import { faultDocs, marked } from './fault-docs.mjs'

/**
 * @typedef {import('./docs-tables.mjs').ErrorText} ErrorText
 * @typedef {import('./docs-tables.mjs').Language} Language
 * @typedef {import('./docs-tables.mjs').StoreText} StoreText
 * @typedef {import('./docs-tables.mjs').Tables} Tables
 */

/**
 * The text of docs/errors.md in one language: a section per code, then the faults of the devbox.
 *
 * @param {Tables} tables
 * @param {Language} language
 * @returns {string}
 */
export function errorDocs(tables, language) {
  const { errors, texts } = tables
  const words = WORDS[language]
  const sections = Object.keys(errors)
    .sort()
    .map((code) => {
      const text = texts[language][code]
      if (text === undefined) throw new Error(`${code} has no text in ${language}`)
      return [
        `## ${code}`,
        `**${text.title}** · HTTP ${errors[code]?.status}`,
        ...told(text, tables.elsewhere(code, language), words),
        ...(code === 'STORE_UNAVAILABLE' ? [reasons(tables.reasons[language], words)] : []),
      ]
        .map(marked)
        .join('\n\n')
    })
  return `${words.head}\n\n${sections.join('\n\n')}\n\n${faultDocs(tables, language)}\n`
}

/**
 * Causes and fix, on LazyCat and elsewhere where they differ.
 *
 * @param {ErrorText} text
 * @param {ErrorText} elsewhere
 * @param {typeof WORDS.en} words
 */
function told(text, elsewhere, words) {
  if (JSON.stringify(text) === JSON.stringify(elsewhere)) {
    return [causes(text, words, words.causes), `${words.fix}${text.fix}`]
  }
  return [
    causes(text, words, words.causesHere),
    `${words.fix}${text.fix}`,
    causes(elsewhere, words, words.causesElsewhere),
    `${words.fix}${elsewhere.fix}`,
  ]
}

/**
 * @param {ErrorText} text
 * @param {{ readonly cause: string, readonly causes: string }} words
 * @param {string} heading
 */
function causes(text, words, heading) {
  if (heading === words.causes && text.causes.length === 1) return `${words.cause}${text.causes[0]}`
  return `${heading}\n\n${text.causes.map((cause, i) => `${i + 1}. ${cause}`).join('\n')}`
}

/**
 * @param {Readonly<Record<string, StoreText>>} texts
 * @param {{ readonly reasons: string }} words
 */
function reasons(texts, words) {
  const rows = Object.entries(texts).map(
    ([reason, { what, fix }]) => `| \`${reason}\` | ${what} | ${fix} |`,
  )
  return `${words.reasons}\n|---|---|---|\n${rows.join('\n')}`
}

const WORDS = {
  en: {
    reasons:
      'The error’s `reason` says why; page, log, `catflap doctor` and readiness name it:\n\n' +
      '| reason | what is the matter | what to do |',
    cause: 'Likely cause: ',
    causes: 'Likely causes, the likeliest first:',
    causesHere: 'Likely causes on a LazyCat box, the likeliest first:',
    causesElsewhere: 'At other providers:',
    fix: 'What to do: ',
    head: `# Errors

[中文](errors.zh-CN.md) · This file is made from the code by \`npm run docs\`; a test keeps it equal.

Every failure of a login, a session or a logout is a \`LoginError\` with one of these codes. The
server's log gets its message, which names what was expected and what was seen; a browser gets a page
in its own language, a program gets problem details (RFC 9457) with the \`code\`. 4xx means refused;
502, the provider's answer cannot be used; 503, it cannot be told now, so cookies stay as they are.

Causes and remedies are those of LazyCat at LazyCat alone. At another provider the general ones are told, and at one that
is [known by its metadata](providers/README.md) its own before them, with the place where the thing is set.

A configuration that cannot work is a \`ConfigurationError\` (\`CONFIGURATION_INVALID\`), thrown by
\`createLogin\` with every problem at once: the variable, what was there, and the fix.

At the end stands [what each fault of the devbox leads to](#faults-of-the-devbox).`,
  },
  zh: {
    reasons:
      '错误的 `reason` 说明原因，页面、日志、`catflap doctor` 和就绪检查都会给出：\n\n' +
      '| reason | 出了什么事 | 怎么办 |',
    cause: '可能原因：',
    causes: '可能原因，最常见的在前：',
    causesHere: '在懒猫微服上的可能原因，最常见的在前：',
    causesElsewhere: '在其他身份提供方：',
    fix: '怎么办：',
    head: `# 错误代码

[English](errors.md) · 本文件由 \`npm run docs\` 根据代码生成，测试保证两者一致。

登录、会话、退出的每一种失败都是带有下列代码之一的 \`LoginError\`。服务器日志得到它的消息，写明期望什么、
实际是什么；浏览器得到对应语言的页面；程序得到带 \`code\` 的 problem details（RFC 9457）。4xx 表示被拒绝；
502 表示身份提供方的应答不可用；503 表示暂时无法判断，Cookie 原样保留。

只有在懒猫微服上才给出懒猫微服的原因和办法。在其他身份提供方给出通用的；若能[由元数据认出](providers/README.zh-CN.md)是哪一种，
则先给出它特有的原因，并写明在哪里设置。

无法工作的配置是 \`ConfigurationError\`（\`CONFIGURATION_INVALID\`），由 \`createLogin\` 抛出，一次列出全部问题：
变量名、实际内容、修复方法。

文末列出 [devbox 的每个故障会导致什么](#devbox-的故障)。`,
  },
}
