/** A place among those that use a database: who gets it, and who does not. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Claim, claimDatabase, type Rivals } from '../../src/store/lmdb-claim.ts'
import { createRecord, type OwnRecord } from '../../src/store/lmdb-record.ts'

const system = vi.hoisted(() => ({
  namespace: '5' as string | undefined,
  hasSockets: true,
  /** When a claim has just shown its record, and how often that was. */
  afterShow: async (_: number) => {},
  shown: 0,
}))
vi.mock('../../src/store/lmdb-record.ts', async (original) => {
  const real = await original<typeof import('../../src/store/lmdb-record.ts')>()
  return {
    ...real,
    pidNamespace: () => system.namespace,
    createRecord(directory: string, namespace: string) {
      const record = real.createRecord(directory, namespace)
      const show = async () => {
        const isShown = await record.show()
        if (namespace === system.namespace) await system.afterShow(++system.shown)
        return isShown
      }
      return { ...record, show }
    },
  }
})
vi.mock('node:net', async (original) => {
  const real = await original<typeof net>()
  return {
    ...real,
    createServer(handle: () => void) {
      const server = real.createServer(handle)
      if (system.hasSockets) return server
      const listen = () => {
        process.nextTick(() =>
          server.emit('error', Object.assign(new Error('x'), { code: 'EPERM' })),
        )
      }
      return Object.assign(server, { listen })
    },
  }
})

let root: string
let directory: string
const rivals: OwnRecord[] = []
const claims: Claim[] = []
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'catflap-claim-'))
})
beforeEach(() => {
  directory = mkdtempSync(join(root, 'store-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  Object.assign(system, { namespace: '5', hasSockets: true, shown: 0, afterShow: async () => {} })
  for (const rival of rivals.splice(0)) rival.remove()
  for (const one of claims.splice(0)) one.leave()
})
afterAll(() => rmSync(root, { recursive: true }))

async function claim(whom: Rivals = 'everybody') {
  const outcome = await claimDatabase(directory, whom)
  if (outcome === undefined || outcome === 'occupied') return outcome
  claims.push(outcome)
  return outcome
}
/** Another process, which has left its record. */
async function rival(namespace: string): Promise<OwnRecord> {
  const record = createRecord(directory, namespace)
  rivals.push(record)
  await record.show()
  return record
}
const got = { markOpen: expect.any(Function), leave: expect.any(Function) }
/** Waits are over at once; how long they would have been. */
function hasten(then: (count: number) => void = () => {}): number[] {
  const waits: number[] = []
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, delay: number) => {
    waits.push(delay)
    then(waits.length)
    return setImmediate(run)
  }) as unknown as typeof setTimeout)
  return waits
}

describe('a database', () => {
  it('is claimed by whoever is alone, and given up without a trace', async () => {
    const mine = await claim()
    expect(mine).toEqual(got)
    expect(readdirSync(directory)).toEqual([expect.stringMatching(/^in-use-5-/)])
    ;(mine as Claim).markOpen()
    expect(readdirSync(directory)).toHaveLength(2)
    ;(mine as Claim).leave()
    claims.pop()
    expect(readdirSync(directory)).toEqual([])
  })

  it.each<[Rivals, string, boolean]>([
    ['everybody', '5', true],
    ['everybody', '6', true],
    ['other-namespaces', '5', false],
    ['other-namespaces', '6', true],
  ])(
    'that is open is occupied: rivals are %s, it is in namespace %s',
    async (whom, namespace, isOccupied) => {
      const other = await rival(namespace)
      other.markOpen()
      const waits = hasten()
      expect(await claim(whom)).toEqual(isOccupied ? 'occupied' : got)
      // At once.
      expect(waits).toEqual([])
      const left = isOccupied ? 2 : 3
      expect(readdirSync(directory)).toHaveLength(left)
    },
  )

  it('is waited for while a rival has not decided, and claimed when that has gone', async () => {
    const other = await rival('6')
    const waits = hasten((count) => {
      if (count === 3) other.hide()
    })
    expect(await claim()).toEqual(got)
    expect(waits).toEqual([20, 20, 20])
  })

  it('is occupied when a rival has decided meanwhile', async () => {
    const other = await rival('6')
    hasten((count) => {
      if (count === 3) other.markOpen()
    })
    expect(await claim()).toBe('occupied')
  })

  it('counts as occupied by a rival that never decides', async () => {
    await rival('6')
    const waits = hasten()
    expect(await claim()).toBe('occupied')
    expect(waits).toHaveLength(250)
    expect(readdirSync(directory)).toHaveLength(1)
  })

  it('is claimed by one of several at once, and by the next when that one has gone', async () => {
    const order: number[] = []
    const all = [0, 1, 2].map(async (i) => {
      const mine = (await claimDatabase(directory, 'everybody')) as Claim
      expect(mine).toEqual(got)
      order.push(i)
      // Nobody else has it while it is had.
      const before = order.length
      await new Promise((resolve) => setTimeout(resolve, 60))
      expect(order).toHaveLength(before)
      mine.leave()
    })
    await Promise.all(all)
    expect(order.sort()).toEqual([0, 1, 2])
  })

  it.each([
    [
      'gives way to a rival of an earlier name that came at the same time',
      ['4'],
      [false, false],
      2,
    ],
    ['gives way to an earlier one of several', ['6', '4'], [false, false], 2],
    ['stays for a rival of a later name', ['6'], [true, true], 1],
  ])('a record %s', async (_, namespaces, isThere, shown) => {
    const others: OwnRecord[] = []
    system.afterShow = async (count) => {
      if (count === 1) others.push(...(await Promise.all(namespaces.map(rival))))
    }
    const seen: boolean[] = []
    hasten((count) => {
      seen.push(readdirSync(directory).some((name) => name.startsWith('in-use-5-')))
      if (count === 2) for (const other of others) other.hide()
    })
    expect(await claim()).toEqual(got)
    expect(seen).toEqual(isThere)
    expect(system.shown).toBe(shown)
  })
})

describe('where rivals cannot be found out', () => {
  it('there is no claim: no /proc', async () => {
    system.namespace = undefined
    expect(await claim()).toBeUndefined()
    expect(readdirSync(directory)).toEqual([])
  })

  it('there is no claim, and no descriptor is left: a file system without sockets', async () => {
    system.hasSockets = false
    const before = readdirSync('/proc/self/fd').length
    for (let i = 0; i < 5; i++) expect(await claim()).toBeUndefined()
    expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 5)
    expect(readdirSync(directory)).toEqual([])
  })
})

it('a record that cannot be left is told, and its descriptor let go', async () => {
  const before = readdirSync('/proc/self/fd').length
  for (let i = 0; i < 5; i++) {
    await expect(claimDatabase(join(directory, 'none'), 'everybody')).rejects.toThrow('ENOENT')
  }
  expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 5)
})
