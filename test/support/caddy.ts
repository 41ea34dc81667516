/** A real Caddy on a free port of loopback, with one site of the test's own. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answering } from './answering.ts'

export interface Caddy {
  readonly origin: string
  close(): Promise<void>
}

/**
 * Starts it and waits until it answers.
 *
 * @param site - one site of a Caddyfile; its name, such as `x.example`, becomes plain http on the port, since
 * Caddy would fetch a certificate for it
 */
export async function startCaddy(
  site: string,
  port: number,
  program = '/usr/bin/caddy',
): Promise<Caddy> {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-caddy-'))
  const origin = `http://127.0.0.1:${port}`
  const file = join(directory, 'Caddyfile')
  writeFileSync(
    file,
    `{\n  admin off\n  auto_https disable_redirects\n}\n${site.replace(/^\w+\.example/m, origin)}`,
  )
  const arguments_ = ['run', '--adapter', 'caddyfile', '--config', file]
  // What it would keep of certificates and of its configuration goes with the folder.
  const env = { PATH: process.env.PATH, HOME: directory, XDG_DATA_HOME: directory }
  const caddy = spawn(program, arguments_, { env, stdio: 'ignore' })
  await answering(origin)
  return {
    origin,
    async close() {
      const ended = new Promise((done) => caddy.once('exit', done))
      caddy.kill()
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}
