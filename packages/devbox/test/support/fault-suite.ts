/** Runs one observation per fault of a table, and fails when a fault has none. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox, type Devbox, type FaultName } from '../../src/index.ts'
import { authorize, codeFields, decodePart, signIn, tokenRequest } from './browser.ts'

/** Looks at a box with one fault active and asserts what the fault does. */
export type Observation = (box: Devbox) => Promise<void>

/** Declares the suite. */
export function describeFaults<Name extends FaultName>(
  title: string,
  table: Readonly<Record<Name, unknown>>,
  observations: Readonly<Record<Name, Observation>>,
): void {
  describe(title, () => {
    let box: Devbox
    beforeAll(async () => {
      box = await createDevbox({ keys: boxKeys(), autoApprove: 'alice' })
    })
    afterAll(() => box.close())

    it('has an observation of every fault', () => {
      expect(Object.keys(observations).sort()).toEqual(Object.keys(table).sort())
    })

    const rows = Object.entries(observations) as [Name, Observation][]
    it.each(rows)('%s', async (name, observe) => {
      box.faults.set(name)
      try {
        await observe(box)
      } finally {
        box.faults.clear()
      }
    })
  })
}

/** The token request of a login that is good so far. */
export async function exchange(box: Devbox, init: RequestInit = {}): Promise<Response> {
  const code = (await authorize(box)).get('code') ?? ''
  return tokenRequest(box, codeFields(box, code), init)
}

/** A UserInfo request with a good access token. */
export async function askUserInfo(box: Devbox): Promise<Response> {
  const active = box.faults.active
  box.faults.clear()
  const { access_token } = await signIn(box)
  box.faults.set(...active)
  return getFrom(box, '/userinfo', { headers: { authorization: `Bearer ${access_token}` } })
}

/** Asks the provider without following redirects. */
export function getFrom(box: Devbox, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(box.issuer + path, { redirect: 'manual', ...init })
}

/** The members of a JSON answer. */
export async function members(
  answer: Response | Promise<Response>,
): Promise<Record<string, unknown>> {
  return (await (await answer).json()) as Record<string, unknown>
}

/** Expects that an answer does not come. */
export async function expectSilence(ask: (init: RequestInit) => Promise<Response>): Promise<void> {
  const asked = ask({ signal: AbortSignal.timeout(400) }).then((answer) => answer.text())
  await expect(asked).rejects.toThrow(/abort/i)
}

/** Expects that the connection is cut. */
export async function expectCut(answer: Promise<Response>): Promise<void> {
  await expect(answer).rejects.toThrow('fetch failed')
}

/** Expects a gzip stream of more than 64 MiB behind less than a mebibyte. */
export async function expectBomb(answer: Response): Promise<void> {
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  expect(Number(answer.headers.get('content-length'))).toBeLessThan(1024 * 1024)
  let length = 0
  for await (const chunk of answer.body!) {
    length += chunk.length
    if (length > 64 * 1024 * 1024) break
  }
  expect(length).toBeGreaterThan(64 * 1024 * 1024)
}

/** The ID Token of a login, and its parts. */
export async function idTokenOf(box: Devbox): Promise<{
  readonly token: string
  readonly header: Record<string, unknown>
  readonly claims: Record<string, unknown>
  readonly access: string
}> {
  const { id_token, access_token } = await signIn(box)
  return {
    token: id_token,
    header: decodePart(id_token, 0),
    claims: decodePart(id_token, 1),
    access: access_token,
  }
}
