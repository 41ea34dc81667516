/**
 * The newest Caddy with the configuration of docs/gate.md, as Debian's runs it in every test run. With CATFLAP_LANGUAGES=1,
 * since it is built by Go.
 */
import { afterAll } from 'vitest'
import { describeCaddy } from '../../packages/gate/test/proxies/caddy.ts'
import { buildGoProgram } from '../support/go-program.ts'

const program = buildGoProgram('github.com/caddyserver/caddy/v2/cmd/caddy@v2.11.9')
afterAll(() => program.remove())

describeCaddy(program.file)
