/** That the command of the soak runs, and finds nothing within a minute. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('is answered as expected by everybody for a minute', { timeout: 240_000 }, async () => {
  const command = new URL('soak.mjs', import.meta.url).pathname
  const { stdout } = await promisify(execFile)(process.execPath, [command, '--minutes', '1'])
  const [first = '{}', ...rest] = stdout.trim().split('\n')
  const minute = JSON.parse(first) as { answers: Record<string, number>; unexpected: object }
  expect(minute.unexpected).toEqual({})
  for (const what of ['page', 'signed in', 'signed out', 'garbage refused']) {
    expect(minute.answers[what], what).toBeGreaterThan(0)
  }
  expect(rest.at(-1)).toBe('All as expected.')
})
