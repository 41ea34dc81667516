/** Revocation as the provider's side of a login makes it. */
import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../src/configuration/options.ts'
import { createFetchTransport } from '../../src/provider/fetch-transport.ts'
import { createProvider } from '../../src/provider/provider.ts'
import { createClock } from '../support/clock.ts'
import { createEventLog } from '../support/events.ts'
import { createTestProvider, ENVIRONMENT, LOGOUT_ENDPOINTS } from '../support/provider.ts'

const TOKEN = { token: 'hush-token', hint: 'refresh_token' } as const

/** A provider whose client may prove itself in two ways, and what is remembered of that. */
function asked(metadata: Readonly<Record<string, unknown>>) {
  const { now } = createClock()
  const remote = createTestProvider(now)
  const methods = ['client_secret_basic', 'client_secret_post']
  remote.metadata = { token_endpoint_auth_methods_supported: methods, ...metadata }
  const words: string[] = []
  const memory = {
    read: async () => undefined,
    write: async (word: string) => void words.push(word),
  }
  const settings = parseOptions({ environment: ENVIRONMENT })
  const runtime = {
    transport: createFetchTransport(remote.fetch),
    now,
    emit: createEventLog().emit,
    memory,
  }
  return { provider: createProvider(settings.provider, settings.client, runtime), remote, words }
}

describe('a revocation', () => {
  it('is not made where the provider has no endpoint, and proves nothing of the client', async () => {
    const { provider, remote, words } = asked({})
    await provider.revoke(TOKEN)
    expect(remote.revoked).toEqual([])
    expect(words).toEqual([])
  })

  it('that the provider accepts shows how the client proves itself', async () => {
    const { provider, remote, words } = asked(LOGOUT_ENDPOINTS)
    await provider.revoke(TOKEN)
    expect(Object.fromEntries(remote.revoked[0]!)).toEqual(
      expect.objectContaining({ token: 'hush-token', token_type_hint: TOKEN.hint }),
    )
    expect(words).toEqual(['client_secret_post'])
  })
})
