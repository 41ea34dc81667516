import { describe, expect, it } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import { createFlights } from '../../src/routes/flights.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock } from '../support/clock.ts'

const DONE = { setCookie: 'x', switched: false }
const details = {
  parameter: 'code',
  expected: 'a fresh one',
  seen: 'a used one',
  said: 'Code not valid.',
}
const refused = () => Promise.reject(new LoginError('CODE_REFUSED', 'token endpoint: x', details))
const never = () => expect.unreachable()

function setUp() {
  const clock = createClock()
  return { clock, flights: createFlights(clock.now) }
}

/** With a login that is still under way when its time is over. */
function setUpLate() {
  const { clock, flights } = setUp()
  let land = (_: typeof DONE) => {}
  const slow = () => new Promise<typeof DONE>((resolve) => (land = resolve))
  const old = flights.join('a', createRecorder(), slow)
  clock.move(30)
  return { flights, old, land: (done: typeof DONE) => land(done) }
}

/** A failed login, to its end. */
async function fail({ flights }: ReturnType<typeof setUp>, id: string): Promise<void> {
  const recorder = createRecorder()
  const complete = () => recorder.step('token-request', refused)
  await flights.join(id, recorder, complete).result.catch(() => undefined)
}

describe('copies of one callback', () => {
  it('that arrive meanwhile share one completion, and what recorded it', async () => {
    const { flights } = setUp()
    const first = flights.join('a', createRecorder(), async () => DONE)
    expect(flights.join('a', createRecorder(), never)).toBe(first)
    expect(await first.result).toBe(DONE)
  })

  it('that arrive shortly after get what came of the first, for thirty seconds', async () => {
    const { flights, clock } = setUp()
    await flights.join('a', createRecorder(), async () => DONE).result
    clock.move(29)
    expect(await flights.join('a', createRecorder(), never).result).toBe(DONE)
    clock.move(1)
    const other = { setCookie: 'y', switched: false }
    expect(await flights.join('a', createRecorder(), async () => other).result).toBe(other)
  })

  it('of a login that failed fail alike, at the same step', async () => {
    const flights = setUp()
    await fail(flights, 'a')
    const recorder = createRecorder()
    const copy = flights.flights.join('a', recorder, never).result
    await expect(copy).rejects.toMatchObject({ code: 'CODE_REFUSED', ...details })
    expect(recorder.steps).toMatchObject([{ name: 'token-request', failed: 'CODE_REFUSED' }])
  })

  it('of a login that met a bug fail with INTERNAL, and tell nothing of it', async () => {
    const { flights } = setUp()
    const bug = () => Promise.reject(new TypeError('hush'))
    await expect(flights.join('a', createRecorder(), bug).result).rejects.toThrow('hush')
    const error = await flights.join('a', createRecorder(), never).result.catch((e) => e)
    expect([error.code, error.message]).not.toContain('hush')
    expect(error.code).toBe('INTERNAL')
  })

  it('are a first try again when the store was away', async () => {
    const { flights } = setUp()
    const away = () => Promise.reject(new LoginError('STORE_UNAVAILABLE', 'x'))
    await expect(flights.join('a', createRecorder(), away).result).rejects.toThrow()
    expect(flights.size).toBe(0)
    expect(await flights.join('a', createRecorder(), async () => DONE).result).toBe(DONE)
  })

  it('of a login that failed at a later step fail at that one, and at none when it failed between steps', async () => {
    const { flights } = setUp()
    const recorder = createRecorder()
    const complete = async () => {
      await recorder.step('token-request', async () => undefined)
      return recorder.step('userinfo-request', refused)
    }
    await flights.join('a', recorder, complete).result.catch(() => undefined)
    await flights.join('b', createRecorder(), refused).result.catch(() => undefined)
    const [later, between] = [createRecorder(), createRecorder()]
    await expect(flights.join('a', later, never).result).rejects.toThrow()
    await expect(flights.join('b', between, never).result).rejects.toMatchObject(details)
    expect(later.steps).toMatchObject([{ name: 'userinfo-request', failed: 'CODE_REFUSED' }])
    expect(between.steps).toEqual([])
  })

  it('that come when it is over have a record of their own', async () => {
    const { flights } = setUp()
    await flights.join('a', createRecorder(), async () => DONE).result
    const own = createRecorder()
    expect(flights.join('a', own, never).recorder).toBe(own)
  })

  it('of a login that was under way for too long are a new one, which the old one does not replace', async () => {
    const { flights, old, land } = setUpLate()
    const newer = { setCookie: 'y', switched: false }
    await flights.join('a', createRecorder(), async () => newer).result
    land(DONE)
    expect(await old.result).toBe(DONE)
    expect(await flights.join('a', createRecorder(), never).result).toBe(newer)
  })

  it('of a login that was forgotten while under way do not come back when it ends', async () => {
    const { flights, old, land } = setUpLate()
    await flights.join('b', createRecorder(), async () => DONE).result
    expect(flights.size).toBe(1)
    land(DONE)
    expect(await old.result).toBe(DONE)
    expect(flights.size).toBe(1)
  })
})

describe('a flood of failures', () => {
  it('leaves a bounded number behind, and none when it is over', async () => {
    const setting = setUp()
    const { flights, clock } = setting
    for (let i = 0; i < 3000; i++) await fail(setting, `${i}`)
    expect(flights.size).toBe(1000)
    clock.move(30)
    await fail(setting, 'last')
    expect(flights.size).toBe(1)
  })

  it('is bounded by a clock that was set back, too', async () => {
    const setting = setUp()
    setting.clock.move(100_000)
    await fail(setting, 'before')
    setting.clock.move(-100_000)
    for (let i = 0; i < 1500; i++) await fail(setting, `${i}`)
    expect(setting.flights.size).toBe(1000)
  })

  it('looks at two entries for each, however many there are', async () => {
    const setting = setUp()
    const entries = Object.getPrototypeOf(new Map().entries())
    const { next } = entries
    let looks = 0
    for (let i = 0; i < 2000; i++) {
      if (i % 200 === 0) setting.clock.move(10)
      entries.next = function counted() {
        looks++
        return next.call(this)
      }
      try {
        await fail(setting, `${i}`)
      } finally {
        entries.next = next
      }
    }
    expect(looks).toBeLessThanOrEqual(2 * 2000)
  })
})
