/**
 * A viewer, its box and people for as long as one likes: what they hold, and how long answers take, is
 * printed every minute. Three hours pass in each, so that sessions end and all that is kept has a limit.
 */

import { sendGarbage } from './garbage.ts'
import { createPerson, type Person } from './person.ts'
import { createTally, type Tally } from './tally.ts'
import { growthOf, isFlat, WARM } from './verdict.ts'
import { createWorld, type UserName, type World } from './world.ts'

const MINUTE = 60_000
/** Seconds by which the clocks are moved each minute; in several steps, in each of which tokens run out. */
const [STEPS, STEP] = [3, 3600]
/** Browsers of one person, besides the one that stays. */
const BROWSERS = 4
/** Minutes between restarts of the provider, and between new keys of it. */
const [RESTART, KEYS] = [7, 3]
/** Requests that the box remembers, and sessions that a process of the library keeps open. */
const [REMEMBERED, KNOWN] = [10_000, 1000]
/** Of those, how many at once. */
const TOGETHER = 20
/** Pages that say whose they are. */
const PAGES = ['/session', '/api/session']

/** Runs for so many minutes. @returns whether all answers were expected ones and nothing grew */
export async function soak(minutes: number, folder: string, print: (line: string) => void) {
  const world = await createWorld(folder)
  const tally = createTally()
  const held = new Map<string, number[]>()
  try {
    await fill(world, tally)
    const visits = beginVisits(world, tally)
    for (let minute = 1; minute <= minutes; minute++) {
      for (let step = 0; step < STEPS; step++) {
        await pause(MINUTE / STEPS / Number(process.env.FASTER ?? 1))
        await visits.whileStill(() => world.pass(STEP))
      }
      if (minute % KEYS === 0) await world.rotateKeys()
      if (minute % RESTART === 0) await world.restart()
      const { viewer, box } = await visits.whileStill(() => world.held())
      const seen = { ...named('viewer', viewer), ...named('box', box), store: world.storeSize() }
      for (const [what, value] of Object.entries(seen)) {
        held.set(what, [...(held.get(what) ?? []), value])
      }
      print(
        JSON.stringify({
          minute,
          ...seen,
          ...tally.take(),
          unexpected: Object.fromEntries(tally.faults),
        }),
      )
    }
    await visits.end()
  } finally {
    await world.close()
  }
  return judge(held, tally, print)
}

const named = (who: string, values: object) =>
  Object.fromEntries(Object.entries(values).map(([what, value]) => [`${who}.${what}`, value]))

/** Connections and timers that may be there at one minute and not at another. */
const HANDLES = 5
/** What has to be flat, each with its slack. Resident memory is not: what the kernel has once given it rarely takes back. */
const FLAT: Readonly<Record<string, number>> = {
  'viewer.heap': 0,
  'viewer.external': 0,
  'viewer.handles': HANDLES,
  'box.heap': 0,
  'box.handles': HANDLES,
  store: 0,
}

function judge(
  held: ReadonlyMap<string, readonly number[]>,
  tally: Tally,
  print: (line: string) => void,
): boolean {
  let good = tally.faults.size === 0
  for (const [what, count] of tally.faults) print(`UNEXPECTED ${count} times: ${what}`)
  for (const [what, slack] of Object.entries(FLAT)) {
    const minutes = held.get(what) ?? []
    const [flat, growth] = [isFlat(minutes, slack), growthOf(minutes)]
    good &&= flat !== false
    const share = growth === undefined ? '' : ` ${(growth * 100).toFixed(1)} %`
    print(
      `${what}: ${flat === undefined ? `too short to tell (${WARM} minutes warm up)` : flat ? 'flat' : 'GROWS'}${share}`,
    )
  }
  return good
}

/** What each process keeps of the latest requests and sessions is full before the first minute. */
async function fill(world: World, tally: Tally): Promise<void> {
  // As long as the requests of a login are.
  const address = `${world.issuer}/.well-known/openid-configuration?${'x'.repeat(700)}`
  for (let sent = 0; sent < REMEMBERED; sent += TOGETHER) {
    const asked = Array.from({ length: TOGETHER }, () => fetch(address))
    for (const answer of await Promise.all(asked)) await answer.text()
  }
  const crowd = Array.from({ length: TOGETHER }, async () => {
    const person = createPerson(world, tally, 'bob', false)
    for (let sessions = 0; sessions < KNOWN / TOGETHER; sessions++) {
      await person.signIn()
      await person.read('/session')
      person.leave()
    }
  })
  await Promise.all(crowd)
  tally.take()
}

/** People who keep coming until the end, and stand still when asked to. */
function beginVisits(world: World, tally: Tally) {
  let [ended, still] = [false, Promise.resolve() as Promise<unknown>]
  const moving = new Set<Promise<unknown>>()

  /** One step of somebody; none begins while all stand still. */
  async function step(act: () => Promise<unknown>): Promise<void> {
    await still
    const acting = act().catch((error: Error & { readonly code?: string }) =>
      tally.unexpected(`no answer: ${error.code ?? error.message}`),
    )
    moving.add(acting)
    await acting
    moving.delete(acting)
    await pause(20 + Math.random() * 200)
  }

  /** Whoever stays, or comes and goes. @param stays - how likely they are to remain after a page */
  async function visit(person: Person, stays: number): Promise<void> {
    while (!ended) {
      await step(() => (person.isSignedIn ? person.read(pick(PAGES)) : person.signIn()))
      if (!person.isSignedIn || Math.random() < stays) continue
      if (Math.random() < 0.7) await step(() => person.signOut())
      else person.leave()
    }
  }
  async function pester(): Promise<void> {
    while (!ended) {
      await step(() => sendGarbage(world.app, tally))
      await pause(1000)
    }
  }
  const person = (user: UserName, only: boolean) => createPerson(world, tally, user, only)
  const all = [
    visit(person('alice', true), 1),
    ...Array.from({ length: BROWSERS }, () => visit(person('bob', false), 0.9)),
    pester(),
  ]
  return {
    /** Does something while nobody waits for an answer. */
    async whileStill<Result>(act: () => Promise<Result>): Promise<Result> {
      const done = Promise.all(moving).then(act)
      still = done.catch(() => undefined)
      return done
    },
    async end() {
      ended = true
      await Promise.all(all)
    },
  }
}

const pick = <Each>(values: readonly Each[]): Each =>
  values[Math.floor(Math.random() * values.length)] as Each
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
