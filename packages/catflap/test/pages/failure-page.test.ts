/** An app's own page about a failure, and what becomes of one that is broken. */
import { describe, expect, it } from 'vitest'
import type { FailurePage } from '../../src/pages/error-response.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'

const BUG = new Error('bug')

async function asked(failurePage: FailurePage) {
  const { browser, log } = createFixture({ failurePage })
  const response = await browser.get('/callback?state=x&code=y', NAVIGATION)
  return { response, text: await response.text(), log }
}

it('is shown with the status of the failure', async () => {
  const { response, text, log } = await asked(() => new Response('mine', { status: 200 }))
  expect([response.status, text]).toEqual([400, 'mine'])
  expect(log.of('request-refused')).toEqual([])
})

describe('gives way to the page of the library, and its bug is told once, when it', () => {
  it.each<[string, FailurePage, unknown]>([
    [
      'throws',
      () => {
        throw BUG
      },
      BUG,
    ],
    ['rejects', (async () => Promise.reject(BUG)) as unknown as FailurePage, expect.any(TypeError)],
    [
      'answers later',
      (async () => new Response('late')) as unknown as FailurePage,
      expect.any(TypeError),
    ],
    ['answers with text', (() => 'text') as unknown as FailurePage, expect.any(TypeError)],
    [
      'answers with a page that was read before',
      () => {
        const used = new Response('used')
        void used.text()
        return used
      },
      expect.any(TypeError),
    ],
  ])('%s', async (_, failurePage, cause) => {
    const { response, text, log } = await asked(failurePage)
    expect(response.status).toBe(400)
    expect(text).toContain('<dd>LOGIN_TRANSACTION_MISSING</dd>')
    expect(log.of('request-refused')).toEqual([{ type: 'request-refused', code: 'INTERNAL' }])
    expect(log.errors.filter(({ code }) => code === 'INTERNAL')).toMatchObject([{ cause }])
  })
})
