/** `catflap-gate` as it is installed, with both doors. */
import { serverOf, startProgram, untilSeen } from '../support/programs.mjs'
import { inLmdb } from '../support/stores.mjs'
import { ASKED, BROWSER, CALLBACK } from './place.mjs'

const BIN = new URL('../../packages/gate/bin/catflap-gate.js', import.meta.url).pathname

/** @param {import('./place.mjs').Around} around @returns {Promise<import('./place.mjs').Gate>} */
export async function startCatflapGate({ upstream, provider, redis, lmdb }) {
  const place = redis ?? lmdb ?? (await inLmdb())
  const env = {
    PATH: process.env.PATH,
    ...provider,
    ...place.variables,
    OIDC_REDIRECT_URI: CALLBACK,
  }
  const args = ['--upstream', upstream, '--listen', '127.0.0.1:0', '--access-log', 'false']
  args.push('--auth-listen', '127.0.0.1:0', '--auth-proxy', 'nginx')
  args.push('--identity-preset', 'forwarded', '--websockets-per-session', '1000')
  const program = startProgram(process.execPath, [BIN, ...args], env)
  const addresses = await untilSeen(program, () => {
    const line = program.output.split('\n').find((text) => text.includes('"listening"'))
    return line === undefined ? undefined : JSON.parse(line)
  })
  const parts = [{ pid: program.pid, oneThread: true }, ...(redis?.parts ?? [])]
  return {
    ...{ id: `catflap-gate-${redis ? 'redis' : 'lmdb'}`, name: 'catflap-gate' },
    store: redis ? 'Redis' : 'LMDB',
    proxy: serverOf(addresses.public, parts),
    auth: serverOf(addresses.auth, parts),
    question: ['GET /auth/status HTTP/1.1', ...ASKED, ...BROWSER].join('\r\n'),
    ...{ allowed: 200, compiles: true },
    async end() {
      await program.end()
      await place.remove()
    },
  }
}
