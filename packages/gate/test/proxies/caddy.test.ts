/** Debian's Caddy, with `forward_auth` and the configuration of docs/gate.md. */
import { describeCaddy } from './caddy.ts'

describeCaddy()
