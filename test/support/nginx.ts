/** A real nginx on a free port of loopback, with one `server` of the test's own. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answering } from './answering.ts'
import { freePort } from './free-port.ts'

export interface Nginx {
  readonly origin: string
  close(): Promise<void>
}

const FOLDERS = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

/**
 * Starts it and waits until it answers.
 *
 * @param server - what stands in `server { … }` beside `listen`
 */
export async function startNginx(server: string, port?: number): Promise<Nginx> {
  const listen = port ?? (await freePort())
  return startNginxWith(`server {\n listen 127.0.0.1:${listen};\n ${server}\n}`, listen)
}

/**
 * The same with all that stands in `http { … }`, which has to listen on the port.
 *
 * @param files - that are included, by their names
 */
export async function startNginxWith(
  http: string,
  port: number,
  files: Readonly<Record<string, string>> = {},
): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-nginx-'))
  const file = join(directory, 'nginx.conf')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${directory}/pid; error_log stderr;
     events {}
     http {
       access_log off;
       ${FOLDERS.map((name) => `${name}_temp_path ${directory}/${name};`).join(' ')}
       ${http}
     }`,
  )
  const nginx = spawn('/usr/sbin/nginx', ['-p', directory, '-c', file], { stdio: 'ignore' })
  const origin = `http://127.0.0.1:${port}`
  await answering(origin)
  return {
    origin,
    async close() {
      const ended = new Promise((done) => nginx.once('exit', done))
      nginx.kill()
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}
