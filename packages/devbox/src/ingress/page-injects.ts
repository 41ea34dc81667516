/**
 * The injects of the phase `browser`: scripts behind the pages of an app, each in an element of its own,
 * so that one which cannot be read stops no other. What they are is text here.
 */
import { readFileSync } from 'node:fs'
import { appDomain, type IngressState } from '../box/ingress-state.ts'
import { MOST_SCRIPT_BYTES, type PageInject, type PageScript } from '../box/inject.ts'
import { readFileBelow } from './files.ts'
import { type Injectable, isAllowed, matchesRule } from './injects.ts'
import type { Tail } from './tail.ts'

/** Bytes behind one page. */
const MOST_TAIL_BYTES = 1_048_576

/**
 * Finds the injects that a page may be for, as far as a server can see: paths, queries, host and user.
 *
 * @returns `undefined` when there are none, so that the answer passes as it is.
 */
export function findTail(state: IngressState, asked: Injectable): Tail | undefined {
  const { pageInjects = [] } = state.app
  const domain = appDomain(state)
  const found = pageInjects
    .filter((inject) => isAllowed(inject, domain, asked))
    .map((inject) => ({
      inject,
      when: hashesOf(inject.when, asked.target),
      unless: hashesOf(inject.unless, asked.target),
    }))
    .filter(({ when, unless }) => when.length > 0 && !unless.includes(null))
  if (found.length === 0) return undefined
  return async () => {
    let tail = ''
    // One by one, so that however many a manifest names, no more are made and read than a page may get.
    for (const { inject, when, unless } of found) {
      for (const script of inject.scripts) {
        tail += await writeElement(inject, script, { when, unless }, asked.user)
        if (tail.length > MOST_TAIL_BYTES) return TOO_LONG
      }
    }
    return tail
  }
}

type Hash = string | null
interface Hashes {
  readonly when: readonly Hash[]
  readonly unless: readonly Hash[]
}

/** What the rules that match a path ask of the part behind `#`, which a browser alone knows. */
function hashesOf(rules: readonly string[], target: string): readonly Hash[] {
  return rules.flatMap((rule): Hash[] => {
    const mark = rule.indexOf('#')
    const plain = mark === -1 ? rule : rule.slice(0, mark)
    return matchesRule(plain, target) ? [mark === -1 ? null : rule.slice(mark + 1)] : []
  })
}

async function writeElement(
  { id }: PageInject,
  { src, params, body }: PageScript,
  hashes: Hashes,
  user: string | undefined,
): Promise<string> {
  const run = await writeScript(body)
  const about = JSON.stringify({ id, src, user: user ?? '', ...hashes }).slice(0, -1)
  const inject = ascii(`${about},"params":${params}}`).replaceAll('<', '\\u003c')
  return `<script>(${readFunction('runtime')})(${inject},${run})</script>`
}

async function writeScript(body: PageScript['body']): Promise<string> {
  if (body.kind === 'builtin') {
    return body.name === 'hello' ? HELLO : `(${readFunction(body.name)})`
  }
  if (body.kind === 'text') return asFunction(body.text)
  const text = await readFileBelow(body.folder, body.path, MOST_SCRIPT_BYTES)
  if (text !== undefined) return asFunction(text)
  const why = `there is no file ${body.path} in the content, or it is too long`
  return asFunction(`throw new Error(${JSON.stringify(why)})`)
}

/** Nothing in a script may end its element. */
function asFunction(source: string): string {
  return ascii(`function(ctx){${source}\n}`).replace(/<(?=\/script|!--)/gi, '<\\')
}

/** So that it is read alike whatever the page's encoding is. */
function ascii(source: string): string {
  return source.replace(
    /[^\t\n\r\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const HELLO = "function(ctx){console.log(ctx.params.message??'hello world')}"

const TOO_LONG = `<script>console.error("the injects of this page are longer than ${MOST_TAIL_BYTES} bytes")</script>`

/** A function that runs in pages; a file of its own, since no program here may call it. */
function readFunction(name: 'runtime' | 'simple-inject-password'): string {
  const text = readFileSync(new URL(`../../bin/inject/${name}.js`, import.meta.url), 'utf8')
  return ascii(text.slice(text.indexOf('function ')))
}
