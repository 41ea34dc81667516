/** Answers without an end at the public door: none outlives its session. */
import { once } from 'node:events'
import { type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { createMemoryStore } from 'catflap'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserAgent } from '../../../../test/support/user-agent.ts'
import { addressOf, cookieOf, startApp, startWorld, type World } from '../support/world.ts'

let app: Server
let world: World
let down = false
const answers: ServerResponse[] = []
beforeAll(async () => {
  app = await startApp((req, res) => {
    const type = new URL(req.url ?? '', 'http://app').searchParams.get('type')
    if (type === null) return void res.end('a page')
    answers.push(res)
    res.writeHead(200, { 'content-type': type }).write('begun\n')
  })
  const memory = createMemoryStore()
  const store: typeof memory = {
    ...memory,
    read: (...asked) => (down ? Promise.reject(new Error('away')) : memory.read(...asked)),
  }
  const rules = [{ path: '/public', public: true }]
  world = await startWorld(addressOf(app), { store, settings: { rules } })
})
afterAll(async () => {
  for (const answer of answers) answer.destroy()
  await world.close()
  app.close()
})

const signOut = (agent: UserAgent) =>
  agent.post(`${world.origin}/_catflap/logout`, { origin: world.origin })

async function open(agent: Pick<UserAgent, 'cookies'>, path: string): Promise<IncomingMessage> {
  const headers = { cookie: cookieOf(agent), accept: 'text/event-stream' }
  const asked = request(world.origin + path, { headers, agent: false }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.on('error', () => {}).resume()
  return answer
}

describe('an answer without an end', () => {
  it.each([
    'text/event-stream',
    'Text/Event-Stream; charset=utf-8',
    'multipart/x-mixed-replace;boundary=x',
  ])('of type %s ends with its session, and not because nobody can tell', async (type) => {
    const agent = await world.signIn()
    const answer = await open(agent, `/events?${new URLSearchParams({ type })}`)
    const atApp = answers.at(-1)
    down = true
    await world.sockets.check()
    down = false
    await world.sockets.check()
    expect([answer.destroyed, world.sockets.size]).toEqual([false, 0])
    await signOut(agent)
    await world.sockets.check()
    await expect.poll(() => [answer.destroyed, answer.complete]).toEqual([true, false])
    await expect.poll(() => atApp?.destroyed).toBe(true)
  })

  it('stays on a public path where nobody was signed in', async () => {
    const answer = await open({ cookies: new Map() }, '/public?type=text/event-stream')
    await world.sockets.check()
    expect(answer.destroyed).toBe(false)
    answer.destroy()
  })

  it('is one by its type alone: any other comes to its end, though its session ends meanwhile', async () => {
    const agent = await world.signIn()
    const answer = await open(agent, '/download?type=text/event-streams')
    await signOut(agent)
    await world.sockets.check()
    answers.at(-1)?.end('whole')
    await once(answer, 'end')
    expect(answer.complete).toBe(true)
  })
})
