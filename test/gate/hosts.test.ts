/** Gates on several hosts with one Redis: a session is everybody's from its first moment to its last. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDevbox, type Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createRedisServer,
  type RedisServer,
} from '../../packages/catflap/test/support/redis-server.ts'
import { boxKeys } from '../support/box-keys.ts'
import { freePort } from '../support/free-port.ts'
import { createUserAgent, type UserAgent } from '../support/user-agent.ts'

const BIN = new URL('../../packages/gate/bin/catflap-gate.js', import.meta.url).pathname

/** One host: a gate in a process of its own. */
interface Host {
  readonly public: string
  readonly auth: string
}

let app: Server
let box: Devbox
let redis: RedisServer
/** What browsers see; a balancer would be there. */
let origin = ''
const hosts: Host[] = []
const children: ChildProcess[] = []

async function startHost(): Promise<Host> {
  const upstream = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
  const doors = ['--listen', '127.0.0.1:0', '--auth-listen', '127.0.0.1:0', '--auth-proxy', 'nginx']
  const child = spawn(process.execPath, [BIN, '--upstream', upstream, ...doors], {
    env: {
      PATH: process.env.PATH,
      ...box.environment,
      ...box.appEnvironment,
      OIDC_REDIRECT_URI: `${origin}/_catflap/callback`,
      CATFLAP_STORE: redis.url,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const listening = new Promise<string>((resolve, reject) => {
    let said = ''
    child.once('exit', (code) => reject(new Error(`a gate ended with ${code}: ${said}`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const line = said.split('\n').find((one) => one.includes('"type":"listening"'))
      if (line !== undefined) resolve(line)
    })
  })
  return JSON.parse(await listening) as Host
}

beforeAll(async () => {
  app = createServer((req, res) => void res.end(String(req.headers['remote-user'])))
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${await freePort()}`
  box = await createDevbox({
    keys: boxKeys(),
    redirectUri: `${origin}/_catflap/callback`,
    autoApprove: 'alice',
  })
  redis = await createRedisServer()
  await redis.start()
  hosts.push(...(await Promise.all([startHost(), startHost()])))
})
afterAll(async () => {
  for (const child of children) {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  await redis.remove()
  await box.close()
  app.closeAllConnections()
  app.close()
})

/** What the balancer would make of a request, if it chose this host. */
const asVisitor = () => ({ host: new URL(origin).host })

/** Signs somebody in, every request at one host. */
async function signIn(at: Host): Promise<UserAgent> {
  const agent = createUserAgent()
  let url = `${at.public}/`
  for (let hop = 0; hop < 12; hop++) {
    const { location } = await agent.get(url, url.startsWith(at.public) ? asVisitor() : {})
    if (location === undefined) return agent
    url = location.replace(origin, at.public)
  }
  throw new Error('a login went in circles')
}

/** Status of a page at one host, and of a proxy's question there. */
async function seenAt(at: Host, agent: UserAgent): Promise<readonly [number, number]> {
  const page = await agent.get(`${at.public}/`, asVisitor())
  const question = { 'x-original-method': 'GET', 'x-original-url': `${origin}/` }
  const asked = await agent.get(`${at.auth}/auth/status`, question)
  return [page.status, asked.status]
}

describe.each([
  ['the first', 0, 1],
  ['the second', 1, 0],
])('a session that was made at %s of two hosts', (_, here, there) => {
  it('is one at the other at once, and ends there with the very next request', async () => {
    const [one, other] = [hosts[here] as Host, hosts[there] as Host]
    const agent = await signIn(one)
    expect(await seenAt(other, agent)).toEqual([200, 200])
    expect(await seenAt(one, agent)).toEqual([200, 200])
    const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const logout = await agent.post(`${one.public}/_catflap/logout`, { ...asVisitor(), origin })
    expect(logout.status).toBeLessThan(400)
    // The cookie of a browser that has not heard of it.
    const stale = createUserAgent({ cookie })
    expect(await seenAt(other, stale)).toEqual([302, 401])
    expect(await seenAt(one, stale)).toEqual([302, 401])
  })
})
