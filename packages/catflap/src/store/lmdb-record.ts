/**
 * The record of a process that uses a directory: a Unix socket in it. The kernel closes it when the
 * process ends, however it ends, and it is found from every container that has the directory.
 */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createConnection, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { isCoded } from './store-error.ts'

/** `in-use-<PID namespace>-<random>`. */
const RECORD = /^in-use-(\d+)-[0-9a-f]{16}$/
/** Behind the name of a record: the file that says that its process has the database open. */
const OPEN = '.open'
/** What file systems answer that know no sockets. */
const NO_SOCKETS: readonly unknown[] = ['EPERM', 'EOPNOTSUPP', 'ENOTSUP', 'EINVAL', 'ENOSYS']
/** Errors that show that nobody listens. At any other, somebody may. */
const DEAD: readonly unknown[] = ['ECONNREFUSED', 'ENOENT']

/** A record that was found, of a process that lives. */
export interface LivingRecord {
  readonly name: string
  readonly namespace: string | undefined
  readonly open: boolean
}

/** The record of this process in a directory. */
export interface OwnRecord {
  readonly name: string
  readonly namespace: string
  /** Makes it visible; false where the file system knows no sockets. */
  show(): Promise<boolean>
  /** Says that the database is open from now on. */
  markOpen(): void
  /** Takes it back, for the time being or for good. */
  hide(): void
  /** The records of other processes; those of dead ones are removed. */
  others(): Promise<readonly LivingRecord[]>
  /** Takes it back for good. */
  remove(): void
}

/** True of the names that records have in the directory. */
export const isRecordName = (name: string): boolean => /^\.?in-use-/.test(name)

/** The PID namespace of this process; `undefined` on systems that have none to show. */
export function pidNamespace(): string | undefined {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0]
  } catch {
    return undefined
  }
}

/** Prepares a record, which nobody sees yet. */
export function createRecord(directory: string, namespace: string): OwnRecord {
  const name = `in-use-${namespace}-${randomBytes(8).toString('hex')}`
  const folder = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY)
  // The address of a socket has room for 108 bytes only.
  const socketPath = (file: string) => `/proc/self/fd/${folder}/${file}`
  const forget = (record: string) => {
    for (const file of [record, record + OPEN]) {
      try {
        rmSync(join(directory, file))
      } catch {
        // It is not there; or a dead one that may not be removed, which is in nobody's way.
      }
    }
  }
  let server: Server | undefined

  async function show(): Promise<boolean> {
    server = await listen(socketPath(`.${name}`))
    if (server === undefined) return false
    const hidden = join(directory, `.${name}`)
    // Who may enter the directory may look for a sign of life.
    chmodSync(hidden, 0o666)
    // Only now: a socket that is found before it listens would be taken for a dead one.
    renameSync(hidden, join(directory, name))
    return true
  }

  function hide(): void {
    forget(name)
    server?.close()
    server = undefined
  }

  async function look(record: string): Promise<LivingRecord | undefined> {
    if (!(await isListening(socketPath(record)))) {
      forget(record)
      return undefined
    }
    const open = existsSync(join(directory, record + OPEN))
    return { name: record, namespace: RECORD.exec(record)?.[1], open }
  }

  return {
    ...{ name, namespace, show, hide },
    markOpen: () => writeFileSync(join(directory, name + OPEN), '', { mode: 0o600 }),
    async others() {
      const names = readdirSync(directory).filter((file) => RECORD.test(file) && file !== name)
      const found = await Promise.all(names.map(look))
      return found.filter((record) => record !== undefined)
    },
    remove() {
      hide()
      closeSync(folder)
    },
  }
}

/** `undefined` where the file system knows no sockets. */
async function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy()).unref()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).once('listening', resolve)
      // Exclusive: else a worker of a cluster would ask its primary, which may be elsewhere.
      server.listen({ path, exclusive: true })
    })
  } catch (error) {
    if (isCoded(error) && NO_SOCKETS.includes(error.code)) return undefined
    throw error
  }
  // Out of descriptors for an accepted connection: the sign of life was given all the same.
  return server.on('error', () => undefined)
}

/** The kernel answers for a process that is busy or stopped. */
function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', (error) => resolve(!(isCoded(error) && DEAD.includes(error.code))))
  })
}
