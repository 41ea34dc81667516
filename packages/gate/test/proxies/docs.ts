/** The configurations of docs/gate.md, with the addresses of a test in place of the ones that stand there. */
import { readFileSync } from 'node:fs'

export const DOCUMENT: string = readFileSync(
  new URL('../../../../docs/gate.md', import.meta.url),
  'utf8',
)

/** The blocks of a language, in their order. */
export const blocksOf = (language: string): readonly string[] =>
  [...DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (block) => block[1] ?? '',
  )

/** Where everything is, as host and port. */
export interface Addresses {
  readonly public: string
  readonly auth: string
  readonly app: string
}

const WRITTEN: Addresses = {
  public: '127.0.0.1:4180',
  auth: '127.0.0.1:4181',
  app: '127.0.0.1:8000',
}

/** @throws Error where the text names an address that is none of the document's */
export function withAddresses(text: string, addresses: Addresses): string {
  return text.replaceAll(/127\.0\.0\.1:\d+/g, (written) => {
    const [door] = Object.entries(WRITTEN).find(([, address]) => address === written) ?? []
    if (door === undefined) throw new Error(`docs/gate.md names nobody at ${written}`)
    return addresses[door as keyof Addresses]
  })
}
