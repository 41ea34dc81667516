/**
 * Ends what a devbox has started when the devbox ends without a word, as `kill -9` makes it: its
 * standard input is a pipe that only the devbox holds. A process of its own, in a session of its own.
 *
 * Lines: `group PID` or `tree PID` to look after, `forget PID`, `signal NAME` to send at once.
 * Plain JavaScript, since it has to work before anything is built.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** Milliseconds until force. */
const GRACE = 5000

/** @type {Map<number, string>} */
const watched = new Map()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

/** Pairs of a process and its parent. */
function processes() {
  if (process.platform !== 'linux') {
    const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    return text.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  }
  return readdirSync('/proc').flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${Number(name)}/stat`, 'utf8')
      // The name of the program comes in brackets and may hold anything.
      return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]]
    } catch {
      return []
    }
  })
}

function treeOf(root) {
  const all = processes()
  const tree = [root]
  for (const parent of tree) {
    for (const [pid, ppid] of all) if (ppid === parent && pid !== process.pid) tree.push(pid)
  }
  return tree
}

function send(targets, signal) {
  for (const target of targets) {
    try {
      process.kill(target, signal)
    } catch {
      // It has ended.
    }
  }
}

let ending = false
function end(signal) {
  if (ending) return
  ending = true
  const targets = [...watched].flatMap(([pid, kind]) => (kind === 'group' ? [-pid] : treeOf(pid)))
  send(targets, signal)
  setTimeout(() => {
    send(targets, 'SIGKILL')
    process.exit()
  }, GRACE)
}

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const [word, value] = line.split(' ')
  if (word === 'signal') end(value)
  else if (word === 'forget') watched.delete(Number(value))
  else watched.set(Number(value), word)
})
lines.on('close', () => {
  if (ending) return
  if (watched.size === 0) process.exit()
  end('SIGTERM')
})
