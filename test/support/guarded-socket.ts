/** WebSockets of an example, as its own pages and others open them. */
import { expect } from 'vitest'
import WebSocket from 'ws'
import { createUserAgent } from './user-agent.ts'

/** What a WebSocket gets: its first message, or the status of the refusal. */
function greeting(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.on('message', (data) => {
      socket.close()
      resolve(String(data))
    })
    socket.on('unexpected-response', (req, { statusCode }) => {
      req.destroy()
      resolve(String(statusCode))
    })
    socket.on('error', reject)
  })
}

/** Fails unless a WebSocket greets only who is signed in, on a page of the app. */
export async function expectGuardedSocket(origin: string, path: string): Promise<void> {
  const person = createUserAgent()
  await person.browse(`${origin}/private/cats`)
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const url = origin.replace('http', 'ws') + path
  expect(await greeting(url, { cookie, origin })).toMatch(/^Hello alice@/)
  expect(await greeting(url, { origin })).toBe('401')
  for (const from of ['https://evil.example', 'http://127.0.0.1:1', 'null']) {
    expect(await greeting(url, { cookie, origin: from }), from).toBe('403')
  }
}
