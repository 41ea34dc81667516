/** A provider's answer as an input: a line with status and media type, then the body. */
import { ERRORS, LoginError } from '../../../packages/catflap/src/errors.ts'
import {
  createProviderFetch,
  type ProviderFetch,
} from '../../../packages/catflap/src/provider/http.ts'
import type { Choice } from './choice.ts'
import { jsonChange } from './json.ts'
import { must } from './target.ts'

export const ISSUER = 'https://op.example'
export const NOW = 1_800_000_000
/** Secrets that went out with the request: none may come back in an error. */
export const SECRETS = ['hush-client-secret', 'hush-code-1', 'hush-verifier-1'] as const

const split = (input: Buffer): readonly [head: string, body: Buffer] => {
  const end = input.indexOf(10)
  return [input.subarray(0, Math.max(0, end)).toString('latin1'), input.subarray(end + 1)]
}

/** What calls a provider that gives this answer to every request. */
export function answering(input: Buffer): ProviderFetch {
  const [head, body] = split(input)
  const [, status = '200', type = 'application/json'] = /^(\d{3}) ?(.*)$/.exec(head) ?? []
  const headers: Readonly<Record<string, string>> = { 'content-type': type }
  const send = async () => ({
    status: Number(status),
    header: (name: string) => headers[name],
    body,
    defect: undefined,
  })
  const transport = { send, proxyOf: () => undefined, close: async () => undefined }
  return createProviderFetch(transport, 10, () => undefined)
}

/** Changes the JSON of an answer. */
export function answerChange(words: readonly string[]) {
  const change = jsonChange(words)
  return (input: Buffer, choice: Choice): Buffer => {
    const [head, body] = split(input)
    return Buffer.concat([Buffer.from(`${head}\n`), change(body, choice)])
  }
}

/** The code of a refusal, which is one of ours and tells no secret. Anything else that is thrown is a fault. */
export function codeOf(error: unknown, wanted: RegExp): string {
  if (!(error instanceof LoginError)) throw error
  must(Object.hasOwn(ERRORS, error.code), `${error.code} is in the list`)
  must(wanted.test(error.code), `${error.code} is one that this may be refused with`)
  const { message, parameter, expected, seen, said } = error
  const told = JSON.stringify({ message, parameter, expected, seen, said })
  for (const secret of SECRETS) must(!told.includes(secret), 'an error tells no secret')
  must(!/\p{Cc}/u.test([message, parameter, expected, seen].join('')), 'it is fit for one line')
  return error.code
}

/** Levels of lists and objects within one another. */
export function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}
