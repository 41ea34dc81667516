// A test runner for Stryker that keeps the tests of a part in one thread (worker.mjs), and what Stryker is not to change.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'
import { createVitest } from 'vitest/node'

/** @typedef {import('./worker.mjs').Order} Order */
/** @typedef {import('./worker.mjs').Outcome} Outcome */
/** @typedef {{ readonly outcomes: readonly Outcome[], readonly hitCount: number, readonly spoilt: boolean, readonly coverage?: { readonly perTest: Record<string, unknown> }, readonly failed?: string }} Answer */
/** @typedef {{ readonly status: 'killed' | 'survived' | 'timeout' | 'error', readonly killedBy?: readonly string[], readonly failureMessage?: string | undefined, readonly nrOfTests?: number, readonly errorMessage?: string }} Result */
/** @typedef {{ readonly activeMutant: { readonly id: string, readonly fileName: string, readonly replacement: string, readonly location: { readonly start: { readonly line: number } } }, readonly testFilter?: readonly string[], readonly hitLimit?: number, readonly mutantActivation: 'runtime' | 'static' }} MutantRun */

/** What is told while Stryker is at work. */
const LOG = 'mutation-log.txt'
const DURATIONS = 'mutation-durations.json'
/** Seconds of processor time that may be spent on mutants; {@link SPENT} has what each process of tests has spent. */
const BUDGET = Number(process.env.MUTATION_BUDGET ?? 'Infinity')
const SPENT = 'mutation-spent.json'
/** Milliseconds after which a test costs more than it tells; of few mutants every test is asked, whatever it costs. */
const TOO_SLOW = BUDGET === Number.POSITIVE_INFINITY ? 1500 : BUDGET * 1000
const CHANNEL = `mutation-${process.pid}`

class Runner {
  /** @type {readonly string[]} */
  files = JSON.parse(readFileSync('mutation-tests.json', 'utf8'))
  channel = new BroadcastChannel(CHANNEL)
  /** @type {(answer: Answer) => void} */
  heard = () => {}
  /** @type {Promise<unknown> | undefined} */
  session
  /** @type {Record<string, number>} */
  durations = {}

  capabilities() {
    return { reloadEnvironment: true }
  }

  async init() {
    this.vitest = await createVitest('test', { config: 'vitest.mutation.ts', watch: false })
    this.channel.onmessage = ({ data }) => data.answer !== undefined && this.heard(data.answer)
    try {
      this.durations = JSON.parse(readFileSync(DURATIONS, 'utf8'))
    } catch {}
  }

  async dryRun() {
    const { failed: unread } = await this.open('', this.files)
    if (unread !== undefined) return { status: 'error', errorMessage: unread }
    const first = await this.ask({})
    // On a busy machine a test may fail by itself, hardly twice.
    const failed = first.outcomes.filter(hasFailed).map(({ id }) => id)
    const again = failed.length === 0 ? first : await this.ask({ tests: failed })
    const { coverage } = again
    const outcomes = first.outcomes.map(
      (one) => again.outcomes.find(({ id }) => hasFailed(one) && id === one.id) ?? one,
    )
    // What fails or is slow by itself says nothing, and is named.
    const left = new Set()
    for (const { id, failure, timeSpentMs } of outcomes) {
      if (failure === undefined && timeSpentMs < TOO_SLOW) continue
      left.add(id)
      tell(`left out: ${id}: ${failure ?? `${timeSpentMs} ms`}`)
    }
    if (left.size > outcomes.length / 20) {
      return { status: 'error', errorMessage: 'Too many tests fail without a mutant.' }
    }
    const tests = outcomes.filter(({ id }) => !left.has(id)).map((test) => ({ ...test, status: 0 }))
    this.durations = Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]))
    writeFileSync(DURATIONS, JSON.stringify(this.durations))
    for (const id of left) delete coverage?.perTest[id]
    return { status: 'complete', tests, mutantCoverage: coverage }
  }

  /** @param {MutantRun} run */
  async mutantRun({ activeMutant, testFilter, hitLimit: allowed, mutantActivation }) {
    if (spend() > BUDGET) return { status: 'error', errorMessage: 'No time is left.' }
    // Stryker allows a hundred times as many as without a mutant: of a loop of millions, too many to wait for.
    const hitLimit = allowed && Math.min(allowed, Math.ceil((allowed / 100) * 3) + 1_000_000)
    const limit = hitLimit === undefined ? {} : { hitLimit }
    if (mutantActivation === 'static') return await this.fromTheStart(activeMutant, limit)
    const order = {
      mutant: activeMutant.id,
      ...limit,
      tests: testFilter ?? Object.keys(this.durations),
    }
    const kept = this.session !== undefined
    if (!kept) await this.open('', this.files)
    let answer = await this.ask(order)
    if (answer.spoilt && kept) {
      // An earlier mutant has left something behind.
      await this.close()
      await this.open('', this.files)
      answer = await this.ask(order)
    }
    if (answer.spoilt || answer.outcomes.some(({ failure }) => /timed out/i.test(failure ?? '')))
      await this.close()
    const result = resultOf(answer, hitLimit)
    // It may have left something behind itself, and what was thrown beside the tests may be of an earlier one.
    const isSure = !answer.spoilt && !isUnhandled(result)
    return told(
      activeMutant,
      isSure ? result : await this.confirmed(result, this.files, order.tests),
    )
  }

  /** A mutant that is there while sources are read: asked are the tests named after its file, and then the others. @param {MutantRun['activeMutant']} mutant @param {{ hitLimit?: number }} limit */
  async fromTheStart(mutant, limit) {
    const own = this.files.filter((file) =>
      basename(file).startsWith(basename(mutant.fileName, '.ts')),
    )
    const others = this.files.filter((file) => !own.includes(file))
    /** @type {Result} */
    let result = resultOf(NOTHING, undefined)
    for (const files of [own, others]) {
      if (files.length === 0 || result.status !== 'survived') continue
      result = await this.inFreshThread(mutant.id, files, limit)
    }
    return told(mutant, result)
  }

  /** @param {string} mutant @param {readonly string[]} files @param {{ hitLimit?: number }} limit */
  async inFreshThread(mutant, files, limit) {
    await this.close()
    const { failed } = await this.open(mutant, files)
    const tests = Object.keys(this.durations)
    const [first = ''] = tests
    /** @type {Result} */
    const result =
      failed === undefined
        ? resultOf(await this.ask({ mutant, ...limit, tests }), limit.hitLimit)
        : { status: 'killed', killedBy: [first], failureMessage: failed, nrOfTests: 0 }
    await this.close()
    return await this.confirmed(result, files, tests)
  }

  /** Whoever was noticed is asked once more in a fresh thread without the mutant: what fails there as well says nothing of it. @param {Result} result @param {readonly string[]} files @param {readonly string[]} tests @returns {Promise<Result>} */
  async confirmed(result, files, tests) {
    if (result.status !== 'killed') return result
    if (this.session !== undefined) await this.close()
    const { failed } = await this.open('', files)
    // By a name that no mutant has: with all that is looked at of one.
    const order = { mutant: '', tests: isUnhandled(result) ? tests : (result.killedBy ?? []) }
    const { outcomes } = failed === undefined ? await this.ask(order) : NOTHING
    await this.close()
    const failure = failed ?? outcomes.find(({ failure }) => failure !== undefined)?.failure
    if (failure === undefined) return result
    return { status: 'error', errorMessage: `It fails without the mutant as well: ${failure}` }
  }

  /** @param {string} mutant - active from the start, or empty @param {readonly string[]} files */
  async open(mutant, files) {
    const { vitest } = this
    if (vitest === undefined) throw new Error('Not initialised.')
    vitest.state.filesMap.clear()
    /** @type {(name: any, value: any) => void} */
    const provide = vitest.provide
    provide.call(vitest, 'channel', CHANNEL)
    provide.call(vitest, 'mutant', mutant)
    provide.call(vitest, 'files', files)
    const ready = this.answer()
    this.session = vitest.start([join(process.cwd(), 'mutation.host.ts')])
    return await Promise.race([
      ready,
      this.session.then(() => ({ ...NOTHING, failed: 'It ended.' })),
    ])
  }

  async close() {
    this.channel.postMessage({ order: 'stop' })
    await this.session
    this.session = undefined
  }

  /** @param {Omit<Order, 'durations'>} order */
  ask(order) {
    const answer = this.answer()
    this.channel.postMessage({ order: { ...order, durations: this.durations } })
    return answer
  }

  /** @returns {Promise<Answer>} */
  answer() {
    return new Promise((resolve) => (this.heard = resolve))
  }

  async dispose() {
    if (this.session !== undefined) await this.close()
    this.channel.close()
    await this.vitest?.close()
  }
}

/** Seconds of processor time of all processes of tests so far: one that hangs is replaced by another. */
function spend() {
  /** @type {Record<string, number>} */
  let spent = {}
  try {
    spent = JSON.parse(readFileSync(SPENT, 'utf8'))
  } catch {}
  const { user, system } = process.cpuUsage()
  spent[process.pid] = (user + system) / 1e6
  writeFileSync(SPENT, JSON.stringify(spent))
  return Object.values(spent).reduce((sum, seconds) => sum + seconds, 0)
}

/** @param {Outcome} outcome */
const hasFailed = ({ failure }) => failure !== undefined

/** @type {Answer} */
const NOTHING = { outcomes: [], hitCount: 0, spoilt: false }

/** Tells at once, since the report comes at the end. @param {string} text */
const tell = (text) => appendFileSync(LOG, `${text.split('\n')[0]}\n`)

/** @param {MutantRun['activeMutant']} mutant @param {Result} result */
function told({ fileName, location, replacement }, result) {
  const place = `${basename(fileName)}:${location.start.line + 1}`
  if (result.status !== 'killed') tell(`${result.status}: ${place}: ${replacement}`)
  return result
}

/** What a test failed of that waited for nothing of it. @param {Result} result */
const isUnhandled = ({ failureMessage = '' }) => failureMessage.startsWith('Unhandled: ')

/** @param {Answer} answer @param {number | undefined} hitLimit @returns {Result} */
function resultOf({ outcomes, hitCount }, hitLimit) {
  const nrOfTests = outcomes.length
  if (hitLimit !== undefined && hitCount > hitLimit) return { status: 'timeout' }
  const failed = outcomes.filter(({ failure }) => failure !== undefined)
  const [first] = failed
  if (first === undefined) return { status: 'survived', nrOfTests }
  const killedBy = failed.map(({ id }) => id)
  return { status: 'killed', killedBy, failureMessage: first.failure, nrOfTests }
}

/** A literal of several words is prose for people: its text is held by the tests of docs and pages. */
const SENTENCE = /[a-z]\S* +\S*[a-z]/i

/** @typedef {{ readonly type: string, readonly value?: string, readonly name?: string, readonly key?: Node, readonly callee?: Node, readonly quasis?: readonly { readonly value: { readonly raw: string } }[] }} Node */
/** @typedef {{ readonly node: Node, readonly parent: Node | null, readonly parentPath?: Path | null, readonly key: string | number | null, readonly listKey?: string }} Path */

/** Whether it is what an error tells: its message, what was expected and what was seen. @param {Path} path */
function isTold({ parent, parentPath, key, listKey }) {
  if (parentPath && parent?.type === 'ArrowFunctionExpression') return isTold(parentPath)
  if (parent?.type === 'ObjectProperty')
    return ['expected', 'seen'].includes(parent.key?.name ?? '')
  const callee = listKey === 'arguments' ? parent?.callee?.name : undefined
  if (callee === 'LoginError') return key === 1
  return callee === 'fail' && Number(key) > 0
}

/** @param {Path} path */
function shouldIgnore(path) {
  const { type, value, quasis = [] } = path.node
  if (type !== 'StringLiteral' && type !== 'TemplateLiteral') return undefined
  const text = value ?? quasis.map(({ value: { raw } }) => raw).join('\0')
  return SENTENCE.test(text) || isTold(path) ? 'prose for people' : undefined
}

export const strykerPlugins = [
  {
    kind: 'TestRunner',
    name: 'one-thread',
    factory: Object.assign(() => new Runner(), { inject: [] }),
  },
  { kind: 'Ignore', name: 'prose', value: { shouldIgnore } },
]
