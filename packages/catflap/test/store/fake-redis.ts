/** A client of Redis in memory, for tests of what is built on it: a test says when it is ready and what it answers. */
import { EventEmitter } from 'node:events'
import { expect, vi } from 'vitest'
import {
  openRedisStore,
  type RedisDriver,
  type RedisStoreOptions,
} from '../../src/store/redis-store.ts'

export const NOW = 1_800_000_000
/** With a password that nobody is to see. */
export const URL = 'redis://:hush@127.0.0.1:1'
/** The type of texts in the protocol. */
export const BLOB = 36

export interface Script {
  parseCommand(parser: object, ...all: string[]): void
  transformReply(reply: unknown): boolean
}
export class Client extends EventEmitter {
  isReady = false
  connects = 0
  destroyed = 0
  readonly asked: unknown[] = []
  /** What commands give, one after the other; then they wait for ever. */
  readonly answers: (() => unknown)[] = []
  readonly options: Options
  constructor(options: Options) {
    super()
    this.options = options
  }
  async connect() {
    this.connects++
    throw new Error('told by an event, too')
  }
  destroy() {
    this.destroyed++
  }
  async #answer(...asked: unknown[]) {
    this.asked.push(asked)
    const answer = this.answers.shift()
    return answer === undefined ? new Promise(() => {}) : answer()
  }
  get = (key: string) => this.#answer('get', key)
  write = (...all: unknown[]) => this.#answer('write', ...all)
  becomeReady() {
    this.isReady = true
    this.emit('ready')
  }
}
export interface Options {
  readonly scripts: { readonly write: Script }
  readonly socket: { readonly connectTimeout: number; reconnectStrategy(): number }
}

/** Those that were made since {@link forget}. */
export const clients: Client[] = []
export const forget = (): void => void clients.splice(0)

export const driver = {
  RedisClient: {
    parseURL(url: string) {
      if (!url.startsWith('redis:')) throw new Error(`Invalid URL ${url}`)
    },
  },
  RESP_TYPES: { BLOB_STRING: BLOB },
  defineScript: (script: unknown) => script,
  createClient(options: Options) {
    const client = new Client(options)
    clients.push(client)
    return client
  },
} as unknown as RedisDriver

export const open = (options: Partial<RedisStoreOptions> = {}) =>
  openRedisStore(driver, { url: URL, ...options })
export const settled = () => vi.advanceTimersByTimeAsync(0)
/** A store whose client is ready, and that client. */
export async function opened(options: Partial<RedisStoreOptions> = {}) {
  const store = open(options)
  const reading = store.read('first', NOW)
  await settled()
  const client = clients[0]!
  client.answers.push(() => null)
  client.becomeReady()
  expect(await reading).toBeUndefined()
  client.asked.length = 0
  return { store, client }
}
