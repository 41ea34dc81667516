import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { pushRequest } from '../../src/provider/pushed-request.ts'
import { CLIENT, createExchange, METADATA, type Said } from '../support/exchange.ts'
import { failureOf, refusal } from '../support/refusal.ts'

const NAME = 'urn:ietf:params:oauth:request_uri:one'
const REQUEST = { response_type: 'code', state: 'hush-state', scope: 'openid' }

async function push(answer: Said, endpoint = 'https://op.example/par') {
  const { providerFetch, asked } = createExchange({ 'pushed-authorization': answer })
  const where = { issuer: METADATA.issuer, pushed_authorization_request_endpoint: endpoint }
  return { name: await pushRequest(providerFetch, where, CLIENT, REQUEST), asked }
}

describe('a pushed authorization request, RFC 9126 section 2', () => {
  it('carries the request and the proof of the client, and is known by its name from then on', async () => {
    const { name, asked } = await push({ status: 201, body: { request_uri: NAME } })
    expect(name).toBe(NAME)
    expect(asked.map(({ endpoint, url }) => [endpoint, url])).toEqual([
      ['pushed-authorization', 'https://op.example/par'],
    ])
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.request?.body))).toEqual({
      ...REQUEST,
      client_id: CLIENT.clientId,
      client_secret: 'hush-secret',
    })
    expect(asked[0]?.request?.headers?.['content-type']).toMatch(
      /^application\/x-www-form-urlencoded/,
    )
  })

  it.each<[string, Said, string?]>([
    ['of 200, which some providers say', { status: 200, body: { request_uri: NAME } }],
    ['over plain http on loopback', { status: 201, body: { request_uri: NAME } }, 'http://[::1]/'],
  ])('takes the name of an answer %s', async (_, answer, endpoint) => {
    expect((await push(answer, endpoint)).name).toBe(NAME)
  })

  it('takes a name of 1024 characters, and none that is longer', async () => {
    const body = { request_uri: 'x'.repeat(1024) }
    expect((await push({ status: 201, body })).name).toBe(body.request_uri)
    await expect(push({ status: 201, body: { request_uri: 'x'.repeat(1025) } })).rejects.toEqual(
      refusal('AUTHORIZATION_REFUSED'),
    )
  })

  it.each<[string, Said]>([
    ['an empty name', { status: 201, body: { request_uri: '' } }],
    ['a number', { status: 200, body: { request_uri: 7 } }],
    ['no JSON', { status: 201, body: 'garbage' }],
  ])('is refused where it was accepted under %s', async (_, answer) => {
    await expect(push(answer)).rejects.toEqual(
      refusal('AUTHORIZATION_REFUSED', {
        parameter: 'request_uri',
        expected: 'the name of a pushed request',
        seen: 'none that is',
      }),
    )
  })

  it.each<[string, Said, string, string | undefined]>([
    [
      'another status, whatever name it gives',
      { status: 202, body: { request_uri: NAME } },
      'status 202',
      undefined,
    ],
    ['no JSON', { status: 400, body: 'garbage' }, 'status 400', undefined],
    [
      'an error and a word about it',
      { status: 400, body: { error: 'invalid_scope', error_description: 'no groups' } },
      'invalid_scope',
      'no groups',
    ],
  ])('is refused by %s', async (_, answer, seen, said) => {
    await expect(push(answer)).rejects.toEqual(
      refusal('AUTHORIZATION_REFUSED', {
        parameter: 'error',
        expected: 'the name of a pushed request',
        seen,
        said,
      }),
    )
  })

  it.each<[string, Said, string, string | undefined]>([
    [
      'invalid_client of any status',
      { status: 400, body: { error: 'invalid_client', error_description: 'unknown' } },
      'invalid_client',
      'unknown',
    ],
    ['401 by any name', { status: 401, body: { error: 'denied' } }, 'denied', undefined],
    ['401 without a word', { status: 401, body: 'garbage' }, 'status 401', undefined],
  ])('says that it is the client who is refused: %s', async (_, answer, seen, said) => {
    await expect(push(answer)).rejects.toEqual(
      refusal('CLIENT_REFUSED', {
        parameter: 'error',
        expected: 'a request of client rp-1',
        seen,
        said,
      }),
    )
  })

  it.each([400, 401])(
    'says nothing of what was sent, though an answer of %d does',
    async (status) => {
      const body = { error: 'no hush-state', error_description: 'hush-secret is wrong' }
      const failure = await failureOf(() => push({ status, body }))
      expect([failure.seen, failure.said]).toEqual(['no …', '… is wrong'])
      expect(inspect(failure, { depth: 10 })).not.toContain('hush')
    },
  )
})
