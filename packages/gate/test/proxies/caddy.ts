/** Caddy with the configuration of docs/gate.md. */
import { describe, it } from 'vitest'
import { startCaddy } from '../../../../test/support/caddy.ts'
import { blocksOf, withAddresses } from './docs.ts'
import type { FrontProxy } from './front.ts'
import { expectTold } from './missing-lines.ts'
import { describeSigned } from './signed.ts'
import { describeProxy } from './suite.ts'

const [SITE = ''] = blocksOf('caddyfile')

/** @param program - its file */
export const caddy = (program?: string): FrontProxy => ({
  kind: 'caddy',
  // Of the first it is no site; in the query of the second is a byte of no ASCII.
  refuses: ['http://evil.example/admin', '/public/%E4%BD%A0/a?b=%zz&c=é'],
  start: (port, addresses, edit) => startCaddy(edit(withAddresses(SITE, addresses)), port, program),
})

export function describeCaddy(program?: string): void {
  const proxy = caddy(program)
  describeProxy(proxy)
  describeSigned(proxy, (text) => text.replace(/copy_headers .*/, '$& Remote-Jwt'))

  describe('Caddy that does not say which request it asks about', () => {
    it.each([
      ['X-Forwarded-Method', 'header_up x-forwarded-method {method}'],
      ['X-Forwarded-Uri', 'header_up x-forwarded-uri {uri}'],
    ])('is told the line that is missing for %s', async (header, line) => {
      const edit = (text: string) =>
        text.replace('uri /auth?', `uri /auth?\n        header_up -${header}`)
      await expectTold(proxy, edit, line)
    })
  })
}
