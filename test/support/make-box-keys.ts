/** What vitest runs once before all tests: makes the keys that `box-keys.ts` hands to boxes. */
import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Private keys, as PEM. */
    readonly boxKeys: readonly string[]
  }
}

/** As many as a box with a few faults needs. */
const COUNT = 8

const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const
const publicKeyEncoding = { type: 'spki', format: 'pem' } as const
const options = { modulusLength: 2048, privateKeyEncoding, publicKeyEncoding }

let made: Promise<readonly string[]> | undefined

async function make(): Promise<readonly string[]> {
  const pairs = Array.from({ length: COUNT }, () => promisify(generateKeyPair)('rsa', options))
  return (await Promise.all(pairs)).map(({ privateKey }) => privateKey)
}

export default async function setup(project: TestProject): Promise<void> {
  made ??= make()
  project.provide('boxKeys', await made)
}
