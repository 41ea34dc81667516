/** The store in Redis over TLS: Node's own trust decides, and `NODE_EXTRA_CA_CERTS` adds to it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRedisServer, freePort, type RedisServer } from '../support/redis-server.ts'
import { createProcesses, type Processes } from './processes.ts'

let directory: string
let server: RedisServer
let processes: Processes
let url: string
let cert: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'catflap-tls-'))
  cert = join(directory, 'cert.pem')
  const key = join(directory, 'key.pem')
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    ...['-keyout', key, '-out', cert],
  ])
  const port = await freePort()
  server = await createRedisServer({ password: 'correct-horse', tls: { port, cert, key } })
  await server.start()
  url = `rediss://default:correct-horse@localhost:${port}/2`
  processes = createProcesses()
})
afterAll(async () => {
  processes.remove()
  await server.remove()
  rmSync(directory, { recursive: true })
})

const program = () => `
  import { createRedisStore } from './store/redis.js'
  const store = createRedisStore({ url: ${JSON.stringify(url)}, commandTimeout: 1 })
  try {
    console.log(await store.write('key', Buffer.from('v'), { revision: 0, expiresAt: 160 }, 100))
  } catch (error) {
    console.log(error.reason, error.message)
  }
  await store.close()`

it('refuses a server that it does not trust', () => {
  const { output, status } = processes.run(program())
  expect(output).toMatch(/^TLS_REFUSED .*self-signed certificate/)
  expect(output).not.toContain('correct-horse')
  expect([status, server.command('-n', '2', 'dbsize')]).toEqual([0, '0'])
})

it('keeps sessions behind TLS, with a user name, a password and a database', () => {
  const { output } = processes.run(program(), { env: { NODE_EXTRA_CA_CERTS: cert } })
  expect(output).toBe('true\n')
  expect(server.command('-n', '2', 'exists', 'catflap:key')).toBe('1')
})
