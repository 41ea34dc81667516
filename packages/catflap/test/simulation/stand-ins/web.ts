/**
 * What stands for the web's own `Headers`, `Response`, `Request` and `AbortController` in histories: as much of them as is
 * read there. Those of Node make a stream of every body, and an event target of every signal.
 */

type Fields = Readonly<Record<string, string>> | Iterable<readonly [string, string]>

const COOKIE = 'set-cookie'

export class Headers {
  readonly #lines = new Map<string, string>()
  readonly #cookies: string[] = []

  constructor(fields: Fields = {}) {
    const pairs = Symbol.iterator in fields ? fields : Object.entries(fields)
    for (const [name, value] of pairs as Iterable<readonly [string, string]>)
      this.append(name, value)
  }

  append(name: string, value: string): void {
    const key = name.toLowerCase()
    if (key === COOKIE) return void this.#cookies.push(value)
    const before = this.#lines.get(key)
    this.#lines.set(key, before === undefined ? value : `${before}, ${value}`)
  }

  set(name: string, value: string): void {
    this.delete(name)
    this.append(name, value)
  }

  delete(name: string): void {
    const key = name.toLowerCase()
    if (key === COOKIE) this.#cookies.length = 0
    this.#lines.delete(key)
  }

  get(name: string): string | null {
    const key = name.toLowerCase()
    if (key !== COOKIE) return this.#lines.get(key) ?? null
    return this.#cookies.length === 0 ? null : this.#cookies.join(', ')
  }

  has(name: string): boolean {
    return this.get(name) !== null
  }

  getSetCookie(): string[] {
    return [...this.#cookies]
  }

  *entries(): IterableIterator<[string, string]> {
    yield* this.#lines
    for (const cookie of this.#cookies) yield [COOKIE, cookie]
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }
}

/** A body that is there as a whole, and is read once. */
class Message {
  readonly headers: Headers
  readonly #text: string | null
  bodyUsed = false

  constructor(text: string | null, headers?: Fields) {
    this.#text = text
    this.headers = new Headers(headers)
  }

  get body() {
    if (this.#text === null) return null
    return { getReader: () => this.#reader(), cancel: async () => undefined }
  }

  #reader() {
    const chunks = [Buffer.from(this.#take())]
    const read = async () => {
      const value = chunks.pop()
      return { done: value === undefined, value }
    }
    return { read, cancel: async () => undefined }
  }

  #take(): string {
    if (this.bodyUsed) throw new TypeError('Body is unusable: Body has already been read')
    this.bodyUsed = true
    return this.#text ?? ''
  }

  protected copied(): string | null {
    if (this.bodyUsed) throw new TypeError('Response.clone: Body has already been consumed.')
    return this.#text
  }

  async text(): Promise<string> {
    return this.#take()
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#take())
  }
}

export class Response extends Message {
  readonly type = 'default'
  readonly status: number

  constructor(
    body: string | null = null,
    { status = 200, headers }: { readonly status?: number; readonly headers?: Fields } = {},
  ) {
    super(body, headers)
    this.status = status
  }

  clone(): Response {
    const { status, headers } = this
    return new Response(this.copied(), { status, headers })
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }
}

interface RequestInit {
  readonly method?: string
  readonly headers?: Fields
  readonly body?: string
}

/** An address that is its own `href`. */
const PLAIN = /^https:\/\/[a-z]+\.[a-z]+\/[\w/-]*(?:\?[\w=&%+.-]*)?$/

export class Request extends Message {
  readonly url: string
  readonly method: string

  constructor(url: string, { method = 'GET', headers, body }: RequestInit = {}) {
    super(body ?? null, headers)
    this.url = PLAIN.test(url) ? url : new URL(url).href
    this.method = method
  }
}

class Signal {
  readonly #listeners: (() => void)[] = []
  aborted = false
  reason: unknown

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener)
  }

  abort(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    for (const listener of this.#listeners) listener()
  }
}

export class AbortController {
  readonly signal = new Signal()

  abort(reason: unknown): void {
    this.signal.abort(reason)
  }
}
