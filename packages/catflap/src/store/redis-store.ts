/**
 * Sessions in Redis or Valkey, for an app on several machines. One script makes every write a
 * compare-and-set; the server drops what has expired.
 *
 * Does no more for durability than the server: how much a crash, a failover or an eviction may
 * lose is in its configuration (`appendfsync`, `maxmemory-policy noeviction`).
 *
 * The driver is handed in: a package that need not be there, of which no bundler may hear.
 */
import type { CommandParser } from '@redis/client'
import type { StoreFailure } from '../errors.ts'
import { redisFailure, withoutArguments } from './redis-failure.ts'
import { createSharedReads } from './shared-reads.ts'
import type { SessionStore, StoreEntry } from './store.ts'
import { StoreError, saying } from './store-error.ts'

/** Failed attempts to connect after which a request no longer waits for the next. */
const PATIENT_ATTEMPTS = 4
/** Milliseconds before the second attempt to connect; each later one waits twice as long. */
const FIRST_DELAY = 50
const LONGEST_DELAY = 2000

/** An entry is `<revision> <expiry>\n<value>`; nothing follows the header of a tombstone. */
const HEADER = /^(\d+) (\d+(?:\.\d+)?)$/
const NEW_LINE = 0x0a

const WRITE = {
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
local revision, now, entry, lifetime = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local found = redis.call('GET', KEYS[1])
local current = '0'
if found then
  local written, expires, value = string.match(found, '^(%d+) (%S+)\\n()')
  if not written then return redis.error_reply('CATFLAP not an entry of a session store') end
  if tonumber(expires) > now then
    if value > #found then return 0 end
    current = written
  end
end
if current ~= revision then return 0 end
if lifetime > 0 then
  redis.call('SET', KEYS[1], entry, 'PX', lifetime)
else
  redis.call('DEL', KEYS[1])
end
return 1`,
  parseCommand(parser: CommandParser, key: string, ...rest: (string | Buffer)[]) {
    parser.pushKey(key)
    parser.push(...rest)
  },
  transformReply: (reply: unknown): boolean => reply === 1,
}

/** The package `@redis/client`. */
export type RedisDriver = typeof import('@redis/client')

/** Where {@link openRedisStore} keeps sessions, and how long it waits. */
export interface RedisStoreOptions {
  /** `redis[s]://[[username][:password]@]host[:port][/database]`. */
  readonly url: string
  /** Begins every key; `catflap:` if left out. */
  readonly prefix?: string
  /** Seconds after which a command has failed; 2 if left out. */
  readonly commandTimeout?: number
}

/**
 * Makes a store that connects at its first use, and again whenever the connection is lost.
 *
 * @throws TypeError when an option is unusable
 */
export function openRedisStore(driver: RedisDriver, options: RedisStoreOptions): SessionStore {
  const { url, prefix = 'catflap:', commandTimeout = 2 } = options
  if (!(commandTimeout > 0 && commandTimeout < 2 ** 21)) {
    throw new TypeError('redis: "commandTimeout" is not a number of seconds')
  }
  requireUrl(driver, url)
  const connection = createConnection(driver, url, commandTimeout * 1000)

  // Beyond this the client puts what is asked in one turn of the event loop into one write.
  const get = createSharedReads(async (key) => {
    const bytes = await connection.ask((client) => client.get(prefix + key))
    return bytes === null ? undefined : unpack(bytes)
  })

  async function read(
    key: string,
    now: number,
    known?: StoreEntry,
  ): Promise<StoreEntry | undefined> {
    const entry = await get(key)
    if (entry === undefined || entry.expiresAt <= now) return undefined
    return (known as RedisEntry | undefined)?.bytes?.equals(entry.bytes) ? known : entry
  }

  function write(
    key: string,
    value: Uint8Array,
    { revision, expiresAt }: { readonly revision: number; readonly expiresAt: number },
    now: number,
  ): Promise<boolean> {
    const header = Buffer.from(`${revision + 1} ${expiresAt}\n`)
    // Told as a duration: the server's clock may differ from the caller's.
    const lifetime = Math.ceil((expiresAt - now) * 1000)
    const entry = Buffer.concat([header, value])
    return connection.ask((client) =>
      client.write(prefix + key, String(revision), String(now), entry, String(lifetime)),
    )
  }

  return { read, write, close: connection.close }
}

function requireUrl(driver: RedisDriver, url: string): void {
  try {
    driver.RedisClient.parseURL(url)
  } catch {
    // Without the cause: it quotes the URL, and with it the password.
    throw new TypeError('redis: "url" is not a redis:// or rediss:// URL')
  }
}

/** An entry with all its bytes, by which it is told whether the server still has the same. */
interface RedisEntry extends StoreEntry {
  readonly bytes: Buffer
}

function unpack(bytes: Buffer): RedisEntry {
  const end = bytes.indexOf(NEW_LINE)
  const header = HEADER.exec(bytes.toString('latin1', 0, end))
  if (header === null) {
    throw new StoreError('UNREADABLE_ENTRY', 'redis: a key holds something else than an entry')
  }
  const value = bytes.subarray(end + 1)
  return { value, revision: Number(header[1]), expiresAt: Number(header[2]), bytes }
}

// Its type follows from the options, which fix what each command takes and gives.
type Client = ReturnType<typeof newClient>

function newClient(
  driver: RedisDriver,
  url: string,
  connectTimeout: number,
  reconnectStrategy: () => number,
) {
  return driver.createClient({
    url,
    RESP: 2,
    disableClientInfo: true,
    // A queued command follows the handshake blindly: after a failed SELECT, into another database.
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    scripts: { write: driver.defineScript(WRITE) },
    // No timeout of the client's: it ends when a command is sent, not when it is answered.
    commandOptions: { timeout: 0, typeMapping: { [driver.RESP_TYPES.BLOB_STRING]: Buffer } },
    socket: { connectTimeout, reconnectStrategy },
  })
}

interface Connection {
  ask<T>(command: (client: Client) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Keeps one client, and replaces it when it does not answer. */
function createConnection(driver: RedisDriver, url: string, timeout: number): Connection {
  const pending = new Set<Promise<unknown>>()
  let client: Client | undefined
  let closing: Promise<void> | undefined
  let failures = 0
  let lastError: unknown

  function backOff(): number {
    const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures++)
    return delay * (0.5 + Math.random() / 2)
  }

  function connect(): Client {
    const made = newClient(driver, url, timeout, backOff)
    // One for each request that waits.
    made.setMaxListeners(0)
    let handshake: NodeJS.Timeout | undefined
    made.on('connect', () => {
      handshake = setTimeout(() => drop(made), timeout).unref()
    })
    made.on('ready', () => {
      clearTimeout(handshake)
      failures = 0
      lastError = undefined
    })
    // Without a listener this event would end the process.
    made.on('error', (error) => {
      clearTimeout(handshake)
      lastError = withoutArguments(error)
    })
    made.on('end', () => clearTimeout(handshake))
    made.connect().catch(() => undefined)
    return made
  }

  function drop(silent: Client): void {
    if (client === silent) client = undefined
    silent.destroy()
  }

  async function ask<T>(command: (client: Client) => Promise<T>): Promise<T> {
    if (closing !== undefined) throw new StoreError('CLOSED', 'redis: the store is closed')
    client ??= connect()
    const asked = client
    if (!asked.isReady && failures >= PATIENT_ATTEMPTS)
      throw failure('not connected', lastError, 'UNREACHABLE')
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // First, since the client then rejects the command too, with a lesser reason.
        reject(failure(`no answer in ${timeout / 1000} seconds`, lastError, 'NO_ANSWER'))
        drop(asked)
      }, timeout)
    })
    const answer = whenReady(asked, command).catch((error) => {
      throw failure('the command failed', withoutArguments(error), 'UNKNOWN')
    })
    const outcome = Promise.race([answer, late]).finally(() => {
      clearTimeout(timer)
      pending.delete(outcome)
    })
    pending.add(outcome)
    return outcome
  }

  async function close(): Promise<void> {
    await Promise.allSettled(pending)
    client?.destroy()
  }

  return { ask, close: () => (closing ??= close()) }
}

async function whenReady<T>(client: Client, command: (client: Client) => Promise<T>): Promise<T> {
  if (!client.isReady) await new Promise<void>((resolve) => client.once('ready', resolve))
  return command(client)
}

/** @param otherwise - the reason where no error says one */
function failure(what: string, cause: unknown, otherwise: StoreFailure): StoreError {
  if (cause instanceof StoreError) return cause
  if (cause === undefined) return new StoreError(otherwise, `redis: ${what}`)
  return new StoreError(redisFailure(cause), `redis: ${what}: ${saying(cause)}`, cause)
}
