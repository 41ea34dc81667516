/** What a proxy is told that does not say which request it asks about. */
import { expect, onTestFinished } from 'vitest'
import { createUserAgent } from '../../../../test/support/user-agent.ts'
import { type FrontProxy, startFronted } from './front.ts'

/**
 * Nobody passes, and each page names the line that is missing.
 *
 * @param edit - takes the line out of the document's configuration
 */
export async function expectTold(
  proxy: FrontProxy,
  edit: (configuration: string) => string,
  line: string,
): Promise<void> {
  const fronted = await startFronted(proxy, edit)
  onTestFinished(() => fronted.close())
  for (const path of ['/public/a', '/app']) {
    const { status, body } = await createUserAgent().get(fronted.origin + path)
    expect(status).toBe(500)
    expect(body).toContain('GATE_PROXY_MISCONFIGURED')
    expect(body).toContain(line)
  }
  expect(fronted.reached).toEqual([])
}
