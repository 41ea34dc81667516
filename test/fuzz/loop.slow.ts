/** The fuzzer itself: it finds what is planted, and feedback is what finds it. */
import { afterAll, describe, expect, it } from 'vitest'
import { type BuiltTarget, buildTarget } from './engine/build.mjs'
import { readCorpus } from './engine/files.mjs'
import { instrument } from './engine/instrument.mjs'
import { watch } from './engine/watch.mjs'

const built: BuiltTarget[] = []
afterAll(() => Promise.all(built.map((one) => one.remove())))

async function run(name: string, options: Partial<Parameters<typeof watch>[1]> = {}) {
  const one = await buildTarget(`planted/${name}.ts`)
  built.push(one)
  return watch(one, { seed: 1, corpus: [Buffer.from('a')], runs: 60_000, ...options })
}

describe('a fault behind six conditions', () => {
  it('is found with feedback', async () => {
    const { found, inputs } = await run('nested')
    expect(found.map(({ what }) => what)).toEqual([expect.stringMatching(/^Error: planted/)])
    expect(Array.from(found[0]!.input.subarray(0, 6), (byte) => byte % 16)).toEqual([
      7, 3, 9, 1, 12, 5,
    ])
    expect(inputs.length).toBeGreaterThan(5)
  })

  it('is not found by as many executions without', async () => {
    const { found, executions } = await run('nested', { feedback: false })
    expect(executions).toBe(60_000)
    expect(found).toEqual([])
  })

  it('is found again by the same seed, in the same order of inputs', async () => {
    const [one, other] = [await run('nested', { runs: 5000 }), await run('nested', { runs: 5000 })]
    expect(one.inputs.length).toBeGreaterThan(3)
    expect(other.inputs).toEqual(one.inputs)
  })
})

describe('a look', () => {
  it('ends when its processor time is over', async () => {
    const { computed, executions } = await run('chance', {
      runs: Number.MAX_SAFE_INTEGER,
      seconds: 1,
    })
    expect(executions).toBeGreaterThan(0)
    expect(computed).toBeGreaterThanOrEqual(1)
  })

  it('ends before that where it is stopped', async () => {
    const stop = new AbortController()
    const options = { runs: Number.MAX_SAFE_INTEGER, seconds: 3600, signal: stop.signal }
    const ended = run('chance', options)
    setTimeout(() => stop.abort(), 500)
    expect((await ended).found).toEqual([])
  })
})

describe('what is random', () => {
  it('follows from the input that is run, whatever came before it', async () => {
    const { found, executions } = await run('chance', { runs: 3000 })
    expect(found).toEqual([])
    expect(executions).toBe(3000)
  })

  it('is the same also where some executions were slow, and what was run has been remembered', async () => {
    const one = await buildTarget('planted/remembering.ts')
    built.push(one)
    const looks = []
    for (let i = 0; i < 4; i++) {
      const { inputs, worked } = await watch(one, { seed: 1, corpus: [Buffer.from('a')], runs: 60 })
      looks.push([worked, inputs.map(String)])
    }
    for (const look of looks) expect(look).toEqual(looks[0])
  })

  it('is the same when a seed is run again: whole logins, each with states, codes and cookies of its own', async () => {
    const built = await buildTarget('targets/callback.ts')
    const once = async () => {
      const options = { seed: 1, corpus: readCorpus('callback'), runs: 250 }
      const { found, inputs, worked } = await watch(built, options)
      return { found, worked, inputs: inputs.map((input) => input.toString('latin1')) }
    }
    try {
      const first = await once()
      expect(first.found).toEqual([])
      expect(first.worked).toBeGreaterThan(100_000)
      expect(await once()).toEqual(first)
    } finally {
      await built.remove()
    }
  })
})

describe('an input that the thread does not get over', () => {
  it('is told as a hang, and the rest goes on', async () => {
    const { found, executions, inputs } = await run('hang', { hang: 0.5, most: 2 })
    expect(found.map(({ what }) => what)).toEqual(['hangs', 'hangs'])
    for (const { input } of found) expect(input.toString('latin1', 0, 2)).toBe('!!')
    expect(inputs.some((input) => input[0] === 0x21)).toBe(true)
    expect(executions).toBeGreaterThan(2)
  })

  it('is told when it takes all memory', async () => {
    const { found } = await run('memory', { heap: 64, most: 1 })
    expect(found[0]?.what).toBe('memory')
    expect(found[0]?.input.includes('!')).toBe(true)
  })
})

it('work that grows by the square of the input is told, by counting', async () => {
  const { found } = await run('slow', { most: 1 })
  expect(found.map(({ what }) => what)).toEqual([
    expect.stringMatching(/^more work than in proportion/),
  ])
})

it('time that one input takes and others do not is told as slow', async () => {
  const corpus = [Buffer.from(`${'a'.repeat(22)}"`)]
  const { found } = await run('backtracking', { corpus, most: 1, runs: 50, hang: 60 })
  expect(found.map(({ what }) => what)).toEqual(['slow'])
})

it('time that every input takes is no input’s fault', async () => {
  const { found, executions } = await run('costly', { runs: 5 })
  expect([found, executions]).toEqual([[], 5])
})

describe('a module with counters', () => {
  const SOURCE = `
    export function each(n) {
      const list = []
      for (let i = 0; i < n; i++) if (i % 2) list.push(i); else if (i > 4) list.push(-i)
      for (const one of list) { if (one > 100) break }
      let i = 0
      do i++; while (i < 3)
      const object = () => ({ i, list })
      const text = n > 3 ? 'many' : n && 'few' || 'none'
      switch (n) { case 0: case 1: list.push('a'); break; case 2: { list.push('b') } default: }
      try { if (n === 5) throw new TypeError('five') } catch { list.push('caught') } finally { list.push('end') }
      label: while (true) { while (true) break label }
      return [object(), text, list?.at(-1) ?? n, (n || 1) ** 2, \`\${n ? 'x' : 'y'}\`]
    }`

  it('does what it did, and counts each arm where it is run', async () => {
    const { code, arms, words } = instrument(SOURCE, 3)
    const counters = new Uint32Array(3 + arms)
    const load = (text: string) => import(`data:text/javascript,${encodeURIComponent(text)}`)
    Object.assign(globalThis, { __arms: counters })
    const [plain, counted] = [await load(SOURCE), await load(code)]
    for (const n of [0, 1, 2, 5, 9]) expect(counted.each(n)).toEqual(plain.each(n))
    expect(Array.from(counters.subarray(0, 3))).toEqual([0, 0, 0])
    expect(counters.subarray(3).filter((count) => count > 0).length).toBeGreaterThan(arms - 4)
    expect(words).toContain('caught')
  })
})
