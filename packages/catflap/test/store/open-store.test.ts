/** The store of a login: how it opens, and what it says when it cannot. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProcesses, type Processes } from './processes.ts'

let root: string
let processes: Processes

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'catflap-open-'))
  processes = createProcesses()
})
afterAll(() => {
  processes.remove()
  rmSync(root, { recursive: true })
})

/** Opens the store of an address where a package is missing, and prints why that fails. */
const without = (pattern: string, address: object): string => `
  import { register } from 'node:module'
  const hooks = \`export async function resolve(name, context, next) {
    if (/${pattern}/.test(name)) throw new Error('Cannot find package ' + name)
    return next(name, context)
  }\`
  register('data:text/javascript,' + encodeURIComponent(hooks))
  const { openStore } = await import('./store/open-store.js')
  const store = openStore(${JSON.stringify(address)})
  for (let i = 0; i < 2; i++) {
    await store.read('key', 1).catch((error) => console.log(error.reason, error.message))
  }`

it.each([
  ['lmdb', '^lmdb$', { kind: 'lmdb', directory: '/nonexistent' }],
  ['the Redis client', '^@redis', { kind: 'redis', url: 'redis://:hush@127.0.0.1:1' }],
])('says that %s is missing, each time', (_, pattern, address) => {
  const { output, status } = processes.run(without(pattern, address))
  expect(output).toMatch(/^(DRIVER_MISSING .*Cannot find package.*\n){2}$/)
  expect([status, output.includes('hush')]).toEqual([0, false])
})

it.each([
  ['lmdb', { kind: 'lmdb', directory: '/nonexistent' }],
  ['@redis/client', { kind: 'redis', url: 'redis://127.0.0.1:1' }],
])(
  'says NOT_PERMITTED where Deno was not allowed to load %s, and which flag is missing',
  (name, address) => {
    const { output, status } = processes.run(`
    import { register } from 'node:module'
    const hooks = \`export async function load(url, context, next) {
      if (!url.includes('/node_modules/${name}/')) return next(url, context)
      const source = 'export let open, getLastVersion, getLastTxnId; throw Object.assign(new Error("run again with the --allow-ffi flag"), { name: "NotCapable" })'
      return { format: 'module', source, shortCircuit: true }
    }\`
    register('data:text/javascript,' + encodeURIComponent(hooks))
    const { openStore } = await import('./store/open-store.js')
    const store = openStore(${JSON.stringify(address)})
    await store.read('key', 1).catch((error) => console.log(error.reason, error.message))`)
    expect(output).toMatch(/^NOT_PERMITTED .*run again with the --allow-ffi flag\n$/)
    expect(status).toBe(0)
  },
)

/** Runs as nobody, who is not root and so is stopped by modes. */
function asNobody(directory: string): string {
  const { output } = processes.run(`
    import { createLmdbStore } from './store/lmdb.js'
    if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534) }
    const options = { directory: ${JSON.stringify(directory)} }
    await createLmdbStore(options).catch((error) => console.log(error.reason))`)
  return output.trim()
}

it('says NOT_PERMITTED of a directory that it may not write to, and ends no process', () => {
  const directory = join(root, 'read-only')
  mkdirSync(directory)
  chmodSync(root, 0o755)
  chmodSync(directory, 0o555)
  expect(asNobody(directory)).toBe('NOT_PERMITTED')
})

it('says NOT_PERMITTED of a database that it may not write to, and ends no process', () => {
  const directory = join(root, 'read-only-file')
  mkdirSync(directory)
  writeFileSync(join(directory, 'data.mdb'), '')
  chmodSync(join(directory, 'data.mdb'), 0o444)
  // Else it could not leave its record, and would not come so far.
  if (process.geteuid?.() === 0) chownSync(directory, 65_534, 65_534)
  expect(asNobody(directory)).toBe('NOT_PERMITTED')
})
