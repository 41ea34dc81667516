/** The record of a process that uses a directory: seen by others while it lives, and by nobody before it listens. */
import * as fs from 'node:fs'
import type * as net from 'node:net'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createRecord,
  isRecordName,
  type OwnRecord,
  pidNamespace,
} from '../../src/store/lmdb-record.ts'

/** Servers that were made, what they were asked to listen to, and codes with which that or a connection fails. */
const network = vi.hoisted(() => ({
  servers: [] as net.Server[],
  asked: [] as unknown[],
  fails: { listen: '', connect: '' },
}))
vi.mock('node:net', async (original) => {
  const real = await original<typeof net>()
  const failure = (code: string) => Object.assign(new Error(code), { code })
  return {
    ...real,
    createServer(handle: (socket: net.Socket) => void) {
      const server = real.createServer(handle)
      network.servers.push(server)
      const listen = server.listen.bind(server)
      return Object.assign(server, {
        listen(options: net.ListenOptions) {
          network.asked.push(options)
          const { listen: code } = network.fails
          if (code === '') listen(options)
          else process.nextTick(() => server.emit('error', failure(code)))
        },
      })
    },
    createConnection(path: string) {
      const { connect: code } = network.fails
      const socket = real.createConnection(path)
      if (code !== '') socket.destroy(failure(code))
      return socket
    },
  }
})
const disk = vi.hoisted(() => ({ hasProc: true, renamed: [] as string[], isKept: false }))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  return {
    ...real,
    readlinkSync(path: string) {
      if (!disk.hasProc) throw new Error('ENOENT')
      return real.readlinkSync(path)
    },
    renameSync(from: string, to: string) {
      disk.renamed.push(`${fs.statSync(from).isSocket()} ${fs.statSync(from).mode & 0o777}`)
      real.renameSync(from, to)
    },
    rmSync(path: string, options?: object) {
      if (disk.isKept) throw new Error('EACCES')
      real.rmSync(path, options)
    },
  }
})

let root: string
let directory: string
const records: OwnRecord[] = []
const make = (namespace = '7') => {
  const record = createRecord(directory, namespace)
  records.push(record)
  return record
}
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'catflap-record-'))
})
beforeEach(() => {
  directory = fs.mkdtempSync(join(root, 'store-'))
  Object.assign(network, { servers: [], asked: [] })
  disk.renamed = []
})
afterEach(() => {
  Object.assign(network.fails, { listen: '', connect: '' })
  Object.assign(disk, { hasProc: true, isKept: false })
  for (const record of records.splice(0)) record.hide()
})
afterAll(() => fs.rmSync(root, { recursive: true }))

const names = () => fs.readdirSync(directory).sort()
const descriptors = () => fs.readdirSync('/proc/self/fd').length

describe('a record', () => {
  it('has a name of its own, by its PID namespace', () => {
    const [one, other] = [make('12'), make('12')]
    expect(one.name).toMatch(/^in-use-12-[0-9a-f]{16}$/)
    expect(one.name).not.toBe(other.name)
    expect(one.namespace).toBe('12')
    expect(names()).toEqual([])
  })

  it('is seen by others, not by itself, from when it is shown until it is hidden', async () => {
    const [one, other] = [make('4026531836'), make('8')]
    const { namespace } = one
    expect(await other.others()).toEqual([])
    expect(await one.show()).toBe(true)
    expect(names()).toEqual([one.name])
    expect(await other.others()).toEqual([{ name: one.name, namespace, open: false }])
    expect(await one.others()).toEqual([])
    one.markOpen()
    expect(await other.others()).toEqual([{ name: one.name, namespace, open: true }])
    expect(fs.statSync(join(directory, `${one.name}.open`)).mode & 0o777).toBe(0o600)
    one.hide()
    expect([await other.others(), names()]).toEqual([[], []])
    expect(await one.show()).toBe(true)
    expect(await other.others()).toHaveLength(1)
  })

  it('listens, and lets every user look for it, before it has its name', async () => {
    const one = make()
    await one.show()
    expect(disk.renamed).toEqual([`true ${0o666}`])
    const path = expect.stringMatching(/^\/proc\/self\/fd\/\d+\/\.in-use-7-/)
    // Exclusive: a worker of a cluster listens itself.
    expect(network.asked).toEqual([{ path, exclusive: true }])
  })

  it('that is removed leaves neither a file nor a descriptor', async () => {
    const before = descriptors()
    for (let i = 0; i < 5; i++) {
      const one = createRecord(directory, '7')
      await one.show()
      one.markOpen()
      one.remove()
    }
    await expect.poll(descriptors).toBeLessThan(before + 5)
    expect(names()).toEqual([])
  })

  it('of a process that has ended is taken away, with its sign of being open', async () => {
    const dead = 'in-use-9-0123456789abcdef'
    for (const name of [dead, `${dead}.open`]) fs.writeFileSync(join(directory, name), '')
    expect([await make().others(), names()]).toEqual([[], []])
  })

  it('of a dead process that may not be taken away is no other all the same', async () => {
    fs.writeFileSync(join(directory, 'in-use-9-0123456789abcdef'), '')
    disk.isKept = true
    expect(await make().others()).toEqual([])
  })

  it.each(['ECONNREFUSED', 'ENOENT'])(
    'is a dead one where a connection fails by %s',
    async (code) => {
      await make().show()
      network.fails.connect = code
      expect(await make('8').others()).toEqual([])
    },
  )

  it('may live where a connection fails in another way', async () => {
    await make().show()
    network.fails.connect = 'EACCES'
    expect(await make('8').others()).toHaveLength(1)
  })

  it('is told from files with other names', async () => {
    const others = [
      'in-use-9-0123456789abcde',
      'in-use-x-0123456789abcdef',
      'xin-use-9-0123456789abcdef',
    ]
    const more = ['in-use-9-0123456789abcdef0', '.in-use-9-0123456789abcdef']
    for (const name of [...others, ...more]) fs.writeFileSync(join(directory, name), '')
    expect(await make().others()).toEqual([])
    expect(names()).toEqual([...others, ...more].sort())
    expect([...names(), 'data.mdb', 'not-in-use-1'].filter(isRecordName)).toEqual(
      names().filter((name) => !name.startsWith('x')),
    )
  })

  it('gives a sign of life and nothing else, and outlives what fails of that', async () => {
    const one = make()
    await one.show()
    for (let i = 0; i < 3; i++) expect(await make('8').others()).toHaveLength(1)
    const [server] = network.servers
    await expect
      .poll(() => new Promise((resolve) => server?.getConnections((_, count) => resolve(count))))
      .toBe(0)
    for (let i = 0; i < 3; i++) expect(server?.emit('error', new Error('EMFILE'))).toBe(true)
    const visitor = createConnection(join(directory, one.name))
    await new Promise((resolve) => visitor.once('close', resolve))
    expect(visitor.bytesRead).toBe(0)
  })
})

describe('a file system', () => {
  it.each(['EPERM', 'EOPNOTSUPP', 'ENOTSUP', 'EINVAL', 'ENOSYS'])(
    'that knows no sockets (%s) has no records',
    async (code) => {
      network.fails.listen = code
      expect(await make().show()).toBe(false)
      expect(names()).toEqual([])
    },
  )

  it('that fails in another way says so', async () => {
    network.fails.listen = 'ENOSPC'
    await expect(make().show()).rejects.toThrow('ENOSPC')
  })
})

it('a PID namespace is told by its number, and there may be none to tell', () => {
  expect(`pid:[${pidNamespace()}]`).toBe(fs.readlinkSync('/proc/self/ns/pid'))
  disk.hasProc = false
  expect(pidNamespace()).toBeUndefined()
})
