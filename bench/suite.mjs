/**
 * How long the tests take that one waits for: all that `npm test` does, and `npm run test:quick`. The clock's
 * seconds, as that is what one waits; beside them those of the processors, which a slower machine has more of, too.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { record } from './support/record.mjs'
import { printTable, QUICK, shown } from './support/report.mjs'
import { figureOf } from './support/statistics.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COMMANDS = [
  { name: 'quick', command: 'npm run test:quick', rounds: QUICK ? 1 : 3 },
  ...(QUICK ? [] : [{ name: 'whole', command: 'npm test', rounds: 1 }]),
]

/** What a switch adds to the tests is not meant. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('CATFLAP_')),
)

/**
 * Runs a command, of which all must pass: else its time says nothing.
 *
 * @param {string} command
 * @returns {Promise<{ readonly seconds: number, readonly cpu: number }>}
 */
async function take(command) {
  const start = performance.now()
  // The shell's own `times` knows what its children took, and theirs.
  const script = `${command} >&2 || exit; times`
  const child = spawn('sh', ['-c', script], { cwd: ROOT, env: environment, stdio: 'pipe' })
  let [told, said] = ['', '']
  child.stdout.on('data', (text) => (told += text))
  child.stderr.on('data', (text) => (said = (said + text).slice(-4000)))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`${command} ends with ${code}:\n${said}`)
  const ofChildren = told.trim().split('\n')[1] ?? ''
  const cpu = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds))
    .reduce((sum, one) => sum + one, 0)
  return { seconds: (performance.now() - start) / 1000, cpu }
}

const rows = []
for (const { name, command, rounds } of COMMANDS) {
  const taken = []
  for (let round = 0; round < rounds; round++) taken.push(await take(command))
  const figure = figureOf(taken.map(({ seconds }) => seconds))
  const count = Math.round(figureOf(taken.map(({ cpu }) => cpu)).median)
  rows.push([command, shown(figure), count, record(`suite/${name}`, figure, { beside: { count } })])
}
printTable(
  'The tests, seconds on the clock: median (quartiles)',
  ['command', 'seconds', 'seconds of the processors', 'wanted'],
  rows,
)
