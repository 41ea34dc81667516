/** A real HAProxy on a free port of loopback, with a configuration and a piece of Lua of the test's own. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answering } from './answering.ts'

/**
 * Starts it and waits until it answers.
 *
 * @param configuration - which has to listen on the port, and may load `/etc/haproxy/catflap.lua`
 */
export async function startHaproxy(
  configuration: string,
  port: number,
  lua: string,
): Promise<{ close(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-haproxy-'))
  const script = join(directory, 'catflap.lua')
  const file = join(directory, 'haproxy.cfg')
  writeFileSync(script, lua)
  writeFileSync(file, configuration.replace('/etc/haproxy/catflap.lua', script))
  // Not as a daemon, and without a master: the process that is started is the one that serves.
  const haproxy = spawn('/usr/sbin/haproxy', ['-db', '-q', '-f', file], { stdio: 'ignore' })
  await answering(`http://127.0.0.1:${port}`)
  return {
    async close() {
      const ended = new Promise((done) => haproxy.once('exit', done))
      haproxy.kill()
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}
