import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox, type Devbox } from '../../src/index.ts'
import { type Answer, type Ask, ROWS } from './answers.ts'
import { DIFFERENCES } from './differences.ts'

let box: Devbox
beforeAll(async () => {
  box = await createDevbox({ keys: boxKeys() })
})
afterAll(() => box.close())

/** Sends a request as it is, and makes its answer neutral. */
function ask({ method = 'GET', path, headers = {}, body }: Ask): Promise<Required<Answer>> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(box.origin)
    const options = { host: hostname, port, method, path, headers, agent: false }
    const sent = request(options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('end', () => {
        const { location, 'content-type': type = null, ...rest } = answer.headers
        const given = Object.entries(rest).map(([name, value]) => [name, String(value)])
        resolve({
          status: answer.statusCode ?? 0,
          type,
          location: neutral(location ?? ''),
          body: Buffer.concat(chunks).toString(),
          headers: Object.fromEntries(given) as Record<string, string>,
        })
      })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

function neutral(text: string): string {
  return text.replaceAll(box.origin, '{box}').replace(/(?<=[?&]state=)[a-z][a-z2-7]{24}$/, '{id}')
}

/** Whether an answer is Dex's, as far as that one says. */
function isLike(seen: Required<Answer>, dex: Answer): boolean {
  const sentence = seen.body.includes('class="said"')
    ? /class="said">([^<]*)</
        .exec(seen.body)?.[1]
        ?.replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
    : seen.body
  return (
    seen.status === dex.status &&
    (dex.type === undefined || seen.type === dex.type) &&
    (dex.location === undefined || seen.location === dex.location) &&
    (dex.body === undefined || sentence === dex.body) &&
    Object.entries(dex.headers ?? {}).every(([name, value]) => {
      return (seen.headers[name] ?? null) === value
    })
  )
}

describe('the box answers as Dex 2.45', () => {
  it.each(ROWS)('%s', async (_, make, dex) => {
    const seen = await ask(make(box))
    expect(isLike(seen, dex), JSON.stringify({ dex, seen }, null, 1).slice(0, 3000)).toBe(true)
  })
})

describe('a difference from Dex 2.45', () => {
  it.each(DIFFERENCES)('is there: $en', async ({ shows }) => {
    const [, make, dex] = shows
    const { headers, ...first } = make(box)
    let seen = await ask({ ...first, ...(headers && { headers }) })
    // A login goes on to where the difference is.
    while (dex.status !== seen.status && seen.location.startsWith('/')) {
      seen = await ask({ path: seen.location, ...(headers && { headers }) })
    }
    expect(isLike(seen, dex), JSON.stringify({ dex, seen }, null, 1).slice(0, 3000)).toBe(false)
  })

  it.each([
    ['README.md', 'en'],
    ['README.zh-CN.md', 'zh'],
  ] as const)('stands in %s, and no other does', (file, language) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    const [, list = ''] = /<!-- dex -->\n([\s\S]*?)<!-- \/dex -->/.exec(text) ?? []
    const lines = list.split('\n').filter((line) => line !== '')
    expect(lines).toEqual(DIFFERENCES.map((difference) => `- ${difference[language]}`))
  })
})
