/**
 * One history: a few processes of an app on one store, people with several browsers, a provider, and whatever goes
 * wrong between them; after every step the rules are looked at, and the first that does not hold ends it.
 */
import { APP } from '../support/parties.ts'
import { createActs } from './acts.ts'
import { changedSessions, type Facts } from './facts.ts'
import { createPeople, PEOPLE, type People } from './people.ts'
import { createPlan, LENGTH, type Plan, TROUBLES } from './plan.ts'
import { createApp } from './process.ts'
import { createSimulatedProvider } from './provider.ts'
import { RULES } from './rules.ts'
import { createSimulatedStore } from './store.ts'
import { createWorld, type Process, type World } from './world.ts'

/** What came of a history. */
export interface Outcome {
  readonly plan: Plan
  /** The rule that did not hold, and how; `undefined` when all did. */
  readonly violation: { readonly rule: string; readonly text: string } | undefined
  /** What happened, in order. */
  readonly log: () => readonly string[]
  readonly steps: number
  readonly faults: number
  /** The same for histories whose steps came in the same order. */
  readonly order: string
}

const START = 1_800_000_000_000
/** Milliseconds after the last act until nobody waits any more: the longest pause of a renewal, and some. */
const REST = 75_000
/** Milliseconds for what is looked at then. */
const LAST = 200_000

class Violated extends Error {
  readonly rule: string
  constructor(rule: string, text: string) {
    super(text)
    this.rule = rule
  }
}

/** Runs the history of a seed. */
export const runHistory = (seed: number): Promise<Outcome> => runPlan(createPlan(seed))

/** Runs the history of a plan. */
export async function runPlan(plan: Plan): Promise<Outcome> {
  const log: Log = []
  const checks: (() => void)[] = []
  const world = createWorld(plan.seed, START, () => checks[0]?.())
  const facts = createFacts(plan, world, log)
  checks.push(() => check(facts))
  // Nothing may reject with nobody there to see it: in an app that ends the process.
  const tell = (error: unknown) => void facts.bugs.push(`nobody saw ${String(error)}`)
  process.on('unhandledRejection', tell)
  // Nobody reads the stacks of what fails on purpose, and to write them is dear.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  let violation: Outcome['violation']
  try {
    await play(facts, log)
  } catch (error) {
    const rule = error instanceof Violated ? error.rule : 'nothing breaks'
    violation = { rule, text: error instanceof Error ? error.message : String(error) }
    log.push([world.time(), `VIOLATED: ${rule}: ${violation.text}`])
  } finally {
    process.off('unhandledRejection', tell)
    Error.stackTraceLimit = stackTraceLimit
    world.close()
  }
  const { steps } = world.trail
  const [faults, order] = [faultsOf(facts), world.trail.hash()]
  // Written when somebody asks: of nearly all histories nobody does.
  return { plan, violation, steps, faults, order, log: () => log.map(lineOf) }
}

/** What happened, with its time in virtual milliseconds. */
type Log = (readonly [at: number, text: string])[]

const lineOf = ([at, text]: Log[number]): string =>
  `${((at - START) / 1000).toFixed(3).padStart(7)} ${text}`

function createFacts(plan: Plan, world: World, log: Log): Facts {
  const say = (text: string) => void log.push([world.time(), text])
  const bugs: string[] = []
  const codes: string[] = []
  const crash = (process: Process | undefined): boolean => app.crashIfDue(process)
  const store = createSimulatedStore(world, plan.store, crash)
  const provider = createSimulatedProvider(world, plan.provider, plan.providerSkew, crash)
  const failed = (error: unknown) => void bugs.push(String(error))
  const app = createApp(world, plan, {
    store: store.store,
    fetchOf: provider.fetchOf,
    say,
    told: (type, code) => void (type === 'login-failed' && codes.push(code)),
    failed,
  })
  const [visits, answers, lists]: [Facts['visits'], Facts['answers'], Facts['lists']] = [[], [], []]
  const { written } = store
  const { sent, twice, inVain } = provider
  return {
    plan,
    world,
    store,
    provider,
    app,
    bugs,
    codes,
    sessions: [],
    changed: [],
    fresh: new Set(),
    second: 0,
    byKey: new Map(),
    visits,
    answers,
    calm: false,
    lists,
    news: [bugs, codes, written, sent, twice, inVain, visits, answers, lists],
    isOver: false,
    unanswered: [],
    remembered: [],
    left: 0,
  }
}

const faultsOf = ({ plan, store, provider, app }: Facts): number =>
  store.faultCount +
  provider.failedAt.length +
  app.crashes +
  plan.acts.filter(({ kind }) => TROUBLES.has(kind)).length

/** Looks at all rules where there is anything that one of them could look at, and forgets what they have looked at. */
function check(facts: Facts): void {
  facts.changed = changedSessions(facts)
  const { changed, news, isOver } = facts
  if (changed.length === 0 && !isOver && news.every((one) => one.length === 0)) return
  for (const [name, rule] of ALL) {
    const text = rule(facts)
    if (text !== undefined) throw new Violated(name, text)
  }
  for (const seen of news) {
    if (seen.length > 0) seen.length = 0
  }
}

const ALL = Object.entries(RULES)

async function play(facts: Facts, log: Log): Promise<void> {
  const { world, plan, bugs } = facts
  const say = (text: string) => void log.push([world.time(), text])
  const people = createPeople(facts, say)
  const acts = createActs(facts, people, say)
  const begin = (at: number, number: number, what: () => Promise<void> | void) =>
    world.begin(START + at, number, () => {
      Promise.resolve()
        .then(what)
        .catch((error: unknown) => bugs.push(`it threw ${String(error)}`))
    })
  for (const act of plan.acts) begin(act.at, act.number, () => acts[act.kind](act))
  await world.run(START + LENGTH + REST)
  calm(facts)
  let done = false
  begin(LENGTH + REST, 10_000, async () => {
    await lookAround(facts, people)
    done = true
  })
  await world.run(START + LENGTH + REST + LAST)
  facts.isOver = true
  facts.left = world.left() + (done ? 0 : 1)
  check(facts)
}

/** Nothing fails from now on. */
function calm(facts: Facts): void {
  const { store, provider, app } = facts
  Object.assign(store, { faults: 0, slow: 0 })
  Object.assign(provider, { faults: 0, slow: 0, stopsSender: 0, refusesClient: false })
  app.lost = 0
  app.calm()
  facts.calm = true
}

/** In the end: everybody is who they were, and the lists say what is there. */
async function lookAround(facts: Facts, { visit }: People): Promise<void> {
  const { sessions, app, lists, unanswered, plan, world } = facts
  for (const session of sessions) {
    if ((await visit(session, true)) === undefined) unanswered.push(session)
  }
  // Ends that came of a visit leave the lists behind its answer.
  await world.sleep(1000)
  for (const sub of PEOPLE) {
    const listed = await app.ask((login) => login.listSessions(sub))
    if (listed !== undefined) lists.push({ sub, ids: listed.map(({ id }) => id) })
    else facts.bugs.push(`the sessions of ${sub} cannot be listed`)
  }
  if (plan.looksAtMemory) await lookAtMemory(facts)
}

/** After a login half a minute later: with it, what is over is thrown away. */
async function lookAtMemory({ world, app, remembered, provider, sessions }: Facts): Promise<void> {
  await world.sleep(35_000)
  await app.askEach(async (login) => {
    for (const { cookie } of sessions)
      await login.readSession(`__Host-catflap=${cookie}`, undefined)
    const begun = await login.handle(new Request(`${APP}/login`))
    const query = new URL(begun.headers.get('location') ?? '').searchParams
    const { code } = provider.approve(PEOPLE[0], query.get('nonce') ?? '')
    const cookie = begun.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const told = new URLSearchParams({ code, state: query.get('state') ?? '' })
    await login.handle(new Request(`${APP}/callback?${told}`, { headers: { cookie } }))
  })
  await world.sleep(5000)
  remembered.push(...app.memories())
}
