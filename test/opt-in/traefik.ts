/**
 * The blocks of docs/proxies.md and docs/gate.md for Traefik, run by a real one as they stand there, but for hosts and ports. Runs with
 * CATFLAP_LANGUAGES=1, since it is built by Go.
 */
import { afterAll, beforeAll } from 'vitest'
import { describeTraefik } from '../../packages/gate/test/proxies/traefik.ts'
import { blocksOf, describeBelow } from '../support/below-path.ts'
import { buildTraefik, type Traefik } from '../support/traefik.ts'

let traefik: Traefik
beforeAll(() => {
  traefik = buildTraefik()
}, 3_000_000)
afterAll(() => traefik?.remove())

describeBelow(
  'Traefik',
  (dynamic, port) => traefik.start(dynamic, port, '/app/x'),
  blocksOf('yaml'),
)
describeTraefik(() => traefik)
