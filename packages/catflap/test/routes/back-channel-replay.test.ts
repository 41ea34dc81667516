/** Back-channel logout: a token counts once. */
import { describe, expect, it } from 'vitest'
import { expectRefused, postToken, signedIn } from '../support/logout-token.ts'

describe('a Logout Token that was used before', () => {
  it.each(['this process', 'a replica'])('is refused by %s', async (where) => {
    const { login, another, token, signInAgain } = await signedIn()
    const used = await token()
    expect((await postToken(login, used)).status).toBe(200)
    const again = await signInAgain('s-1')
    await expectRefused(await postToken(where === 'a replica' ? another() : login, used))
    expect(await again()).toBe(true)
  })

  it('stays refused for as long as its time has not passed', async () => {
    const { login, clock, token, log } = await signedIn()
    const used = await token()
    await postToken(login, used)
    for (const seconds of [120, 59, 1]) {
      clock.move(seconds)
      await expectRefused(await postToken(login, used))
    }
    expect(log.errors.map(({ parameter }) => parameter)).toEqual(['jti', 'jti', 'exp'])
  })

  it('is refused even when it comes twice at once', async () => {
    const { login, another, store, alive, token } = await signedIn()
    const copy = await token()
    const { read } = store
    let arrive = () => {}
    const both = new Promise<void>((resolve) => {
      let missing = 2
      arrive = () => --missing === 0 && resolve()
    })
    store.read = async (key, now) => {
      const entry = await read(key, now)
      if (key.startsWith('jti:')) {
        arrive()
        await both
      }
      return entry
    }
    const answers = await Promise.all([postToken(login, copy), postToken(another(), copy)])
    store.read = read
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    expect(await alive()).toBe(false)
  })

  it('is known by its jti alone, and another jti is another token', async () => {
    const { login, token } = await signedIn()
    expect((await postToken(login, await token({ jti: 'same', sid: 's-8' }))).status).toBe(200)
    await expectRefused(await postToken(login, await token({ jti: 'same' })))
    expect((await postToken(login, await token({ jti: 'other' }))).status).toBe(200)
  })

  it('with an end far away is remembered no longer than sessions live', async () => {
    const { login, token, clock, store } = await signedIn()
    const written = new Map<string, number>()
    const { write } = store
    store.write = (key, value, condition, now) => {
      written.set(key, condition.expiresAt)
      return write(key, value, condition, now)
    }
    expect((await postToken(login, await token({ exp: 1e300 }))).status).toBe(200)
    const marks = [...written].filter(([key]) => key.startsWith('jti:'))
    expect(marks).toEqual([[expect.stringMatching(/^jti:[\w-]{43}$/), clock.now() + 604_800 + 60]])
  })
})
