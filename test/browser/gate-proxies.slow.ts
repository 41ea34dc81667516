/** The same app behind nginx and behind Caddy, which ask the gate: with the configurations of docs/gate.md. */
import { caddy } from '../../packages/gate/test/proxies/caddy.ts'
import { nginx } from '../../packages/gate/test/proxies/nginx.ts'
import { describeVisit } from '../support/gated-visit.ts'

describeVisit('nginx that asks the gate', nginx)
describeVisit('Caddy that asks the gate', caddy())
