/** Whether npm, which started this command, is still there: it takes no signal along when it dies. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const INTERVAL = 500

/**
 * Calls once npm is gone. Who started the command without npm, such as a shell in the background of a
 * script, may go without it.
 *
 * @param env - npm names itself in it
 */
export function watchNpm(env: NodeJS.ProcessEnv, gone: () => void): void {
  if (env.npm_execpath === undefined) return
  const { ppid } = process
  const parent = inspect(ppid)
  // npm starts commands by a shell, which may outlive it.
  const npm = /^-?(.*\/)?(\w*sh|busybox)$/.test(parent.name) ? parent.ppid : ppid
  const timer = setInterval(() => {
    if (process.ppid === ppid && isAlive(npm)) return
    clearInterval(timer)
    gone()
  }, INTERVAL)
  timer.unref()
}

function inspect(pid: number): { name: string; ppid: number } {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const end = stat.lastIndexOf(')')
      const name = stat.slice(stat.indexOf('(') + 1, end)
      return { name, ppid: Number(stat.slice(end + 2).split(' ')[1]) }
    } catch {
      return { name: '', ppid: pid }
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' })
  const [, ppid = String(pid), name = ''] = /^\s*(\d+)\s+(.*)$/m.exec(stdout ?? '') ?? []
  return { name: name.trim(), ppid: Number(ppid) }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
