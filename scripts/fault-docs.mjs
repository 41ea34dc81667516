/**
 * The section of docs/errors.md on the faults of the devbox: what each does, and what the page says.
 *
 * @param {import('./docs-tables.mjs').Tables} tables
 * @param {import('./docs-tables.mjs').Language} language
 * @returns {string}
 */
export function faultDocs(tables, language) {
  const words = WORDS[language]
  const rows = Object.keys(tables.faults).map((name) => row(tables, language, name))
  return [words.head, '', `| ${words.columns.join(' | ')} |`, '|---|---|---|---|', ...rows].join(
    '\n',
  )
}

/**
 * Markdown of a plain text: what looks like a tag would vanish.
 *
 * @param {string} text
 */
export function marked(text) {
  return text.replaceAll('<', '\\<')
}

/**
 * @param {import('./docs-tables.mjs').Tables} tables
 * @param {import('./docs-tables.mjs').Language} language
 * @param {string} name - of a fault
 */
function row({ faults, outcomes, texts }, language, name) {
  const words = WORDS[language]
  const outcome = outcomes[name]
  const text = texts[language][outcome ?? '']
  if (typeof outcome === 'string' && outcome !== 'signed-in' && text === undefined) {
    throw new Error(`${name} leads to ${outcome}, which is no code`)
  }
  const [result, says] =
    text !== undefined
      ? [
          `[\`${outcome}\`](#${String(outcome).toLowerCase()})`,
          `**${text.title}**${words.stop}${text.fix}`,
        ]
      : typeof outcome === 'number'
        ? [words.page(outcome), words.fixes[/** @type {400 | 404} */ (outcome)]]
        : [words.signedIn, words.harmless]
  return `| \`${name}\` | ${faults[name]?.[language]} | ${result} | ${marked(says ?? '')} |`
}

const WORDS = {
  en: {
    columns: ['fault', 'what it does', 'outcome', 'what the page says'],
    stop: '. ',
    signedIn: 'signed in',
    harmless: 'Nothing: the login works.',
    /** @param {number} status */
    page: (status) => `the box’s own page, status ${status}`,
    fixes: {
      400: 'The box names the redirect URI that it does not know. Compare it with `oidc_redirect_path` in the manifest and `LAZYCAT_APP_DOMAIN`; `catflap doctor --manifest lzc-manifest.yml` does.',
      404: 'The box does not know the client id. Check that the manifest has `oidc_redirect_path`, install the app again, and remove `OIDC_CLIENT_ID`; `catflap doctor` tries it.',
    },
    head: `## Faults of the devbox

\`catflap-devbox --fault NAME\` starts a box that does exactly one thing wrong. A test signs in at each of
them and keeps this table true, with pages in both languages. Where the login goes wrong, the page also
names what was expected and what was seen.`,
  },
  zh: {
    columns: ['故障', '做什么', '结果', '页面怎么说'],
    stop: '。',
    signedIn: '登录成功',
    harmless: '没有提示：登录正常。',
    /** @param {number} status */
    page: (status) => `微服自己的页面，状态码 ${status}`,
    fixes: {
      400: '微服会写明它不认识的回调地址。请与 manifest 中的 `oidc_redirect_path` 和 `LAZYCAT_APP_DOMAIN` 对照；`catflap doctor --manifest lzc-manifest.yml` 会做这件事。',
      404: '微服不认识这个 client id。请确认 manifest 中有 `oidc_redirect_path`，重新安装应用，并删除 `OIDC_CLIENT_ID`；`catflap doctor` 会试用它。',
    },
    head: `## devbox 的故障

\`catflap-devbox --fault 名称\` 启动一台只在一处出错的微服。测试会在每个故障下登录一次，保证此表属实，并检查两种
语言的页面。登录失败时，页面还会写明期望什么、实际是什么。`,
  },
}
