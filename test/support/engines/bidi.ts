/**
 * A connection to a browser that speaks WebDriver BiDi.
 *
 * @see {@link https://www.w3.org/TR/webdriver-bidi/ | WebDriver BiDi}
 */
import { once } from 'node:events'
import { WebSocket } from 'ws'

/** Sends a command and gives its result; the caller knows its type. */
export type Send = <Result>(method: string, params?: object) => Promise<Result>

interface Answer {
  readonly id?: number
  readonly type: 'success' | 'error' | 'event'
  readonly result?: unknown
  readonly error?: string
  readonly message?: string
}

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (reason: Error) => void
}

/** Connects, and begins a session that takes any certificate. */
export async function connect(address: string): Promise<Send> {
  const socket = new WebSocket(`${address}/session`)
  await once(socket, 'open')
  const waiting = new Map<number, Waiting>()
  let count = 0

  socket.on('message', (data) => {
    const answer = JSON.parse(String(data)) as Answer
    const one = waiting.get(answer.id ?? 0)
    if (one === undefined) return
    waiting.delete(answer.id ?? 0)
    if (answer.type === 'success') one.resolve(answer.result as never)
    else one.reject(new Error(`${answer.error}: ${answer.message}`))
  })
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser has gone'))
  })

  const send: Send = (method, params = {}) =>
    new Promise((resolve, reject) => {
      count++
      waiting.set(count, { resolve, reject })
      socket.send(JSON.stringify({ id: count, method, params }))
    })
  await send('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } })
  return send
}
