// Runs the tests of a part again and again in one thread, each time with another mutant: the files are read once.
// vitest makes one of this class in its worker; runner.mjs tells it by a channel what to run.
import { BroadcastChannel } from 'node:worker_threads'
import { startTests } from '@vitest/runner'
import { inject, TestRunner } from 'vitest'

/** @typedef {import('@vitest/runner').File} File */
/** @typedef {import('@vitest/runner').Suite} Suite */
/** @typedef {import('@vitest/runner').Task} Task */
/** @typedef {import('@vitest/runner').Test} Test */
/** @typedef {{ readonly tests?: readonly string[], readonly mutant?: string, readonly hitLimit?: number, readonly durations: Readonly<Record<string, number>> }} Order */
/** @typedef {{ readonly id: string, readonly name: string, readonly fileName: string, readonly timeSpentMs: number, readonly failure?: string }} Outcome */

/** Of a mutant the tests are asked first that take less, in milliseconds. */
const SLOW = 200

/** Before a test puts a clock of its own in its place. */
const soon = setImmediate

/** What instrumented code looks at. @type {Record<string, any>} */
const ns = Reflect.get(globalThis, '__stryker__') ?? {}
Reflect.set(globalThis, '__stryker__', ns)

/** What runner.mjs hands to a session. */
const given = /** @type {(name: 'channel' | 'mutant') => string} */ (
  /** @type {unknown} */ (inject)
)

export default class Runner extends TestRunner {
  /** @type {unknown[]} */
  unhandled = []
  /** All tasks of a suite, of which it has only those that are asked. @type {Map<Suite, Task[]>} */
  tasks = new Map()
  /** @type {WeakMap<Task, string>} */
  ids = new WeakMap()
  /** Tests that were to be skipped from the start. @type {WeakSet<Task>} */
  skipped = new WeakSet()

  /** @param {ConstructorParameters<typeof TestRunner>[0]} config */
  constructor(config) {
    super(config)
    // From before any source is read, if its mutant takes part in that.
    ns.activeMutant = given('mutant') || undefined
    process.on('unhandledRejection', (error) => this.unhandled.push(error))
    process.on('uncaughtException', (error) => this.unhandled.push(error))
  }

  /** @param {Suite} suite */
  tasksOf(suite) {
    const tasks = this.tasks.get(suite) ?? suite.tasks
    this.tasks.set(suite, tasks)
    return tasks
  }

  /** @param {Task} task */
  idOf(task) {
    const id = this.ids.get(task) ?? idOf(task)
    this.ids.set(task, id)
    return id
  }

  /** vitest's own run runs nothing. @param {File[]} files */
  onCollected([file]) {
    if (file === undefined) return
    for (const task of all(file)) {
      if (task.mode !== 'run' && task.mode !== 'queued') this.skipped.add(task)
      task.mode = 'skip'
    }
  }

  /** Then it does as it is told. @override @param {File[]} files */
  async onAfterRunFiles(files = []) {
    const [file] = files
    if (file === undefined) return
    const channel = new BroadcastChannel(given('channel'))
    /** @type {(order: Order | 'stop') => void} */
    let next = () => {}
    channel.onmessage = ({ data }) => data.order !== undefined && next(data.order)
    for (;;) {
      const order = new Promise((resolve) => (next = resolve))
      if (this.answer === undefined) channel.postMessage({ answer: { failed: failureOf(file) } })
      else channel.postMessage({ answer: this.answer })
      const asked = /** @type {Order | 'stop'} */ (await order)
      if (asked === 'stop') break
      this.answer = await this.obey(file, asked)
    }
    channel.close()
  }

  /** @type {object | undefined} */
  answer

  /** @param {File} file @param {Order} order */
  async obey(file, order) {
    const { mutant, hitLimit } = order
    Object.assign(ns, { activeMutant: mutant, hitCount: 0, hitLimit })
    let outcomes = await this.run(file, order, (time) => time < SLOW)
    if (!outcomes.some(hasFailed) && this.unhandled.length === 0) {
      outcomes = [...outcomes, ...(await this.run(file, order, (time) => time >= SLOW))]
    }
    // Nothing failed, but something was thrown where no test waits for it: told if it is so each time.
    if (mutant !== undefined && this.unhandled.length > 0 && !outcomes.some(hasFailed)) {
      outcomes = await this.run(file, order)
      const [last] = outcomes
      if (this.unhandled.length > 0 && last) {
        outcomes = [...outcomes, { ...last, failure: `Unhandled: ${this.unhandled[0]}` }]
      }
    }
    const hitCount = ns.hitCount
    const failed = outcomes.find(hasFailed)
    let spoilt = false
    if (mutant !== undefined && given('mutant') === '' && failed !== undefined) {
      // What fails without the mutant, too, says nothing of it.
      Object.assign(ns, { activeMutant: undefined, hitLimit: undefined })
      spoilt = (await this.run(file, { ...order, tests: [failed.id] })).some(hasFailed)
    }
    for (const [suite, tasks] of this.tasks) suite.tasks = tasks
    const coverage = mutant === undefined ? coverageOf(file) : undefined
    return { outcomes, hitCount, spoilt, coverage }
  }

  /** @param {File} file @param {Order} order @param {(milliseconds: number) => boolean} [which] @returns {Promise<readonly Outcome[]>} */
  async run(file, { tests, durations, mutant }, which = () => true) {
    const wanted = tests && new Set(tests)
    this.unhandled = []
    /** @param {Task} task @returns {boolean} whether it, or a test in it, is to be run */
    const choose = (task) => {
      delete task.result
      if (task.type === 'suite') task.tasks = this.tasksOf(task).filter(choose)
      const run =
        task.type === 'suite'
          ? task.tasks.length > 0
          : !this.skipped.has(task) &&
            (wanted === undefined || wanted.has(this.idOf(task))) &&
            which(durations[this.idOf(task)] ?? 0)
      task.mode = run ? 'run' : 'skip'
      return run
    }
    if (!choose(file)) return []
    // What is quick first, since the first test that fails is enough.
    const time = new Map(file.tasks.map((task) => [task, timeOf(task, durations)]))
    file.tasks.sort((a, b) => (time.get(a) ?? 0) - (time.get(b) ?? 0))
    let over = false
    const look = (/** @type {Task} */ task) => {
      over ||= mutant !== undefined && (isFailed(task) || this.unhandled.length > 0)
    }
    const again = Object.assign(Object.create(this), {
      onCollected: (/** @type {File[]} */ files) => void files.push(file),
      onAfterRunFiles() {},
      onTaskUpdate() {},
      onCleanupWorkerContext: undefined,
      onBeforeRunSuite: async (/** @type {Suite} */ suite) => {
        if (over) suite.mode = 'skip'
        ns.currentTestId = suite.id
        await super.onBeforeRunSuite(suite)
      },
      onAfterRunSuite: look,
      onBeforeRunTask(/** @type {Test} */ test) {
        if (over) test.mode = 'skip'
        else ns.currentTestId = test.id
      },
      onAfterRunTask(/** @type {Test} */ test) {
        look(test)
        ns.currentTestId = (test.suite ?? file).id
      },
    })
    await startTests([], again)
    // What the last test threw beside itself is told only after it.
    await new Promise((resolve) => soon(resolve))
    ns.currentTestId = undefined
    return all(file).flatMap((task) => {
      if (task.type !== 'test')
        return failsAlone(task) ? outcomeOf(firstTest(task), failureOf(task)) : []
      return task.mode === 'run' ? outcomeOf(task, failureOf(task)) : []
    })
  }
}

/** @param {Task} task @returns {Task[]} parents first */
const all = (task) => [task, ...(task.type === 'suite' ? task.tasks.flatMap(all) : [])]
/** @param {Outcome} outcome */
const hasFailed = ({ failure }) => failure !== undefined
/** @param {Task} task */
const isFailed = (task) => task.result?.state === 'fail'
/** A hook of its own failed. @param {Suite} suite */
const failsAlone = (suite) => isFailed(suite) && (suite.result?.errors?.length ?? 0) > 0
/** @param {Task} task */
const failureOf = (task) =>
  isFailed(task) ? (task.result?.errors?.[0]?.message ?? 'It failed.') : undefined
/** @param {Suite} suite @returns {Test} */
const firstTest = (suite) =>
  /** @type {Test} */ (all(suite).find(({ type }) => type === 'test') ?? suite)
/** @param {Task} task @param {Readonly<Record<string, number>>} durations @returns {number} */
const timeOf = (task, durations) =>
  task.type === 'suite'
    ? task.tasks.reduce((sum, child) => sum + timeOf(child, durations), 0)
    : task.mode === 'run'
      ? (durations[idOf(task)] ?? 0)
      : 0

/** @param {Task} task @returns {string} the file's name first, since each file is a suite of the host */
function idOf(task) {
  const parent = task.suite
  return parent === undefined || parent === task.file ? task.name : `${idOf(parent)} > ${task.name}`
}

/** @param {Test} test @param {string | undefined} failure @returns {Outcome} */
function outcomeOf(test, failure) {
  const id = idOf(test)
  const [fileName = ''] = id.split(' > ')
  const timeSpentMs = Math.ceil(test.result?.duration ?? 0)
  return { id, name: id, fileName, timeSpentMs, ...(failure === undefined ? {} : { failure }) }
}

/** Which test reached which mutants; what hooks of a suite reached is reached by all its tests. @param {File} file */
function coverageOf(file) {
  const seen = ns.mutantCoverage ?? { static: {}, perTest: {} }
  /** @type {Record<string, Record<string, number>>} */
  const perTest = {}
  for (const task of all(file)) {
    const hits = seen.perTest[task.id] ?? {}
    for (const test of all(task)) {
      if (test.type !== 'test') continue
      const id = idOf(test)
      const own = perTest[id] ?? {}
      perTest[id] = own
      for (const [mutant, count] of Object.entries(hits)) {
        own[mutant] = (own[mutant] ?? 0) + Number(count)
      }
    }
  }
  return { static: seen.static, perTest }
}
