/** What nobody means well with, and what each of it is answered: never by a page, a 5xx, or not at all. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { createUserAgent, sessionName } from '../support/user-agent.ts'
import type { Tally } from './tally.ts'

/** Milliseconds within which nonsense must be answered or cut off. */
const PATIENCE = 30_000

/** Sends one piece of each kind. */
export async function sendGarbage(app: string, tally: Tally): Promise<void> {
  const agent = createUserAgent()
  const noise = () => randomBytes(24).toString('base64url')
  const forged = { cookie: `${sessionName(app)}=${noise()}` }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const pieces: readonly (readonly [string, () => Promise<{ readonly status: number }>])[] = [
    ['a forged cookie', () => agent.get(`${app}/session`, forged)],
    ['a forged callback', () => agent.get(`${app}/callback?code=${noise()}&state=${noise()}`)],
    ['a path that is none', () => agent.get(`${app}/${noise()}?${noise()}`)],
    ['a path that cannot be read', () => agent.get(`${app}/%zz/%00${noise()}`)],
    [
      'a Logout Token of nobody',
      () => agent.post(`${app}/backchannel-logout`, form, `logout_token=${noise()}`),
    ],
    [
      'a form of another site',
      () => agent.post(`${app}/logout`, { ...form, origin: 'https://evil.example' }, ''),
    ],
    ['a cookie of 8 KiB', () => agent.get(`${app}/session`, { cookie: `a=${'x'.repeat(8192)}` })],
  ]
  for (const [what, send] of pieces) {
    const { status } = await tally.timed('garbage', send)
    if (status === 200 || status >= 500) tally.unexpected(`${what} was answered ${status}`)
    else tally.expected('garbage refused')
  }
  const answer = await sendBytes(app, randomBytes(512))
  if (answer === 'hangs' || /^HTTP\/1\.1 [25]/.test(answer)) {
    tally.unexpected(`noise on a connection: ${answer.slice(0, 40)}`)
  } else tally.expected('garbage refused')
}

/** What comes back for some bytes until the connection ends. */
function sendBytes(app: string, bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(app)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.end(bytes))
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text
    })
    socket.setTimeout(PATIENCE, () => {
      answer = 'hangs'
      socket.destroy()
    })
    // A connection that is cut is an answer, too.
    socket.on('error', () => undefined).on('close', () => resolve(answer))
  })
}
