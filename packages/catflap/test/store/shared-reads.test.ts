/** Reads that requests share: one for all who ask at once, and never one that was sent before somebody asked. */
import { expect, it, vi } from 'vitest'
import { createSharedReads } from '../../src/store/shared-reads.ts'

/** A store of one value, a round trip away, and what it was asked for. */
function setting() {
  const asked: string[] = []
  const server = { value: 'signed in', fails: false }
  const read = createSharedReads(async (key) => {
    asked.push(key)
    const { value, fails } = server
    await new Promise(setImmediate)
    if (fails) throw new Error('away')
    return `${key}: ${value}`
  })
  return { read, asked, server }
}

it('asks once for a key that many want in one turn, and once for each other key', async () => {
  const { read, asked } = setting()
  const answers = await Promise.all([read('a'), read('b'), read('a'), read('a')])
  expect(answers).toEqual(['a: signed in', 'b: signed in', 'a: signed in', 'a: signed in'])
  expect(asked).toEqual(['a', 'b'])
})

it('waits once for the end of a turn, however many ask in it', async () => {
  const { read } = setting()
  const waits = vi.spyOn(globalThis, 'setImmediate')
  try {
    const reading = [read('a'), read('b'), read('a'), read('c')]
    expect(waits).toHaveBeenCalledTimes(1)
    await Promise.all(reading)
  } finally {
    waits.mockRestore()
  }
})

it('gives what the store held after the last of them had asked', async () => {
  const { read, server } = setting()
  const before = read('a')
  server.value = 'signed out'
  expect(await read('a')).toBe('a: signed out')
  expect(await before).toBe('a: signed out')
})

it('joins no read that is under way: its answer may be older than the request', async () => {
  const { read, asked, server } = setting()
  const before = read('a')
  await expect.poll(() => asked.length).toBe(1)
  server.value = 'signed out'
  expect(await read('a')).toBe('a: signed out')
  expect(await before).toBe('a: signed in')
  expect(asked).toEqual(['a', 'a'])
})

it('fails for all of them when it fails, and asks anew afterwards', async () => {
  const { read, server } = setting()
  server.fails = true
  const failed = await Promise.allSettled([read('a'), read('a')])
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  server.fails = false
  expect(await read('a')).toBe('a: signed in')
})
