import { expect, it } from 'vitest'
import { buildEndSessionRequest } from '../../src/protocol/end-session-request.ts'

const request = {
  client_id: 'rp 1',
  post_logout_redirect_uri: 'https://app.example/logout',
  state: 's&t',
  id_token_hint: 'a.b.c',
}
const parametersOf = (address: string) => Object.fromEntries(new URL(address).searchParams)

it('names client, way back, state and ID Token', () => {
  const address = buildEndSessionRequest('https://op.example/end', request)
  expect(new URL(address).pathname).toBe('/end')
  expect(parametersOf(address)).toEqual(request)
})

it('keeps the query of the endpoint, but none of its values for ours', () => {
  const address = buildEndSessionRequest('https://op.example/end?tenant=1&state=x', request)
  expect(parametersOf(address)).toEqual({ tenant: '1', ...request })
})

it('has the longest hint that fits, and any length of another parameter', () => {
  const long = { id_token_hint: 'x'.repeat(6000), state: 's'.repeat(6001) }
  const address = buildEndSessionRequest('https://op.example/end', { ...request, ...long })
  expect(parametersOf(address)).toEqual({ ...request, ...long })
})

it('goes without a hint where there is none, or one too long for an address', () => {
  for (const hint of [undefined, 'x'.repeat(6001)]) {
    const address = buildEndSessionRequest('https://op.example/end', {
      ...request,
      id_token_hint: hint,
    })
    expect(new URL(address).searchParams.has('id_token_hint')).toBe(false)
    expect(address.length).toBeLessThan(200)
  }
})
