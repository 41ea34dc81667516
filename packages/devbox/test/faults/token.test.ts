import { expect } from 'vitest'
import { AUTHORIZATION_FAULTS } from '../../src/faults/authorization.ts'
import { BOX_FAULTS } from '../../src/faults/box.ts'
import { TOKEN_FAULTS } from '../../src/faults/token.ts'
import {
  authorizationQuery,
  authorize,
  codeFields,
  follow,
  tokenRequest,
} from '../support/browser.ts'
import {
  describeFaults,
  exchange,
  expectBomb,
  expectCut,
  expectSilence,
  getFrom,
  idTokenOf,
  members,
  type Observation,
} from '../support/fault-suite.ts'

const STATE = 'state-0123456789abcdef'
const CODE = /^[a-z][a-z2-7]{24}$/

/** The fault has spent nothing: the same code is good once it is off. */
function failsAndSpendsNothing(look: (answer: Response) => void): Observation {
  return async (box) => {
    const fields = codeFields(box, (await authorize(box)).get('code')!)
    look(await tokenRequest(box, fields))
    box.faults.clear()
    expect((await tokenRequest(box, fields)).status).toBe(200)
  }
}

function hasError(error: string): Observation {
  return async (box) => {
    const response = await authorize(box)
    expect(response.get('error')).toBe(error)
    expect(response.get('state')).toBe(STATE)
    expect(response.has('code')).toBe(false)
  }
}

const advertisesIss: Observation = async (box) =>
  expect(await members(getFrom(box, '/.well-known/openid-configuration'))).toHaveProperty(
    'authorization_response_iss_parameter_supported',
    true,
  )

describeFaults('authorization response faults', AUTHORIZATION_FAULTS, {
  'invalid-state': async (box) => {
    const response = await authorize(box)
    expect(response.get('code')).toMatch(CODE)
    expect(response.get('state')).not.toBe(STATE)
  },
  'missing-state': async (box) => expect((await authorize(box)).has('state')).toBe(false),
  'repeated-state': async (box) =>
    expect((await authorize(box)).getAll('state')).toEqual([STATE, 'not-the-state-you-sent']),
  'missing-code': async (box) => expect([...(await authorize(box)).keys()]).toEqual(['state']),
  'repeated-code': async (box) => expect((await authorize(box)).getAll('code')).toHaveLength(2),
  'oversized-code': async (box) => expect((await authorize(box)).get('code')).toHaveLength(10_240),
  'code-and-error': async (box) => {
    const response = await authorize(box)
    expect(response.get('code')).toMatch(CODE)
    expect(response.get('error')).toBe('access_denied')
  },
  'invalid-response-iss': async (box) =>
    expect((await authorize(box)).get('iss')).toBe('https://other.invalid/sys/oauth'),
  'response-iss': async (box) => {
    expect((await authorize(box)).get('iss')).toBe(box.issuer)
    await advertisesIss(box)
  },
  'missing-response-iss': async (box) => {
    expect((await authorize(box)).has('iss')).toBe(false)
    await advertisesIss(box)
  },
  'error-access-denied': hasError('access_denied'),
  'error-server-error': hasError('server_error'),
  'error-temporarily-unavailable': hasError('temporarily_unavailable'),
  'error-invalid-scope': hasError('invalid_scope'),
})

describeFaults('token endpoint faults', TOKEN_FAULTS, {
  'token-500': failsAndSpendsNothing(({ status }) => expect(status).toBe(500)),
  'token-503': failsAndSpendsNothing(({ status }) => expect(status).toBe(503)),
  'token-hang': (box) => expectSilence((init) => exchange(box, init)),
  'token-drip': async (box) => {
    const answer = await exchange(box)
    const reader = answer.body!.getReader()
    const read = async () => Buffer.from((await reader.read()).value!).toString()
    expect([answer.status, await read(), await read()]).toEqual([200, ' ', ' '])
    await reader.cancel()
  },
  'token-html': async (box) => expect(await (await exchange(box)).text()).toContain('<!doctype'),
  'token-html-json': async (box) => {
    const answer = await exchange(box)
    expect(answer.headers.get('content-type')).toBe('text/html')
    expect(await members(answer)).toHaveProperty('access_token')
  },
  'token-redirect': async (box) => {
    const fields = codeFields(box, (await authorize(box)).get('code')!)
    const answer = await tokenRequest(box, fields)
    expect([answer.status, answer.headers.get('location')]).toEqual([
      307,
      '/sys/oauth/token-elsewhere',
    ])
    expect(box.count('/sys/oauth/token-elsewhere')).toBe(0)
    expect((await tokenRequest(box, fields, { redirect: 'follow' })).status).toBe(200)
    expect(box.count('/sys/oauth/token-elsewhere')).toBe(1)
  },
  'token-oversized': async (box) => {
    const text = await (await exchange(box)).text()
    expect(text.length).toBeGreaterThan(2 * 1024 * 1024)
    expect(JSON.parse(text)).toHaveProperty('access_token')
  },
  'token-gzip-bomb': async (box) => expectBomb(await exchange(box)),
  'token-reset': (box) => expectCut(exchange(box)),
  'token-truncated': async (box) => {
    const answer = await exchange(box)
    const text = await answer.text()
    expect(Number(answer.headers.get('content-length'))).toBe(text.length)
    expect(text).toMatch(/^\{"access_token":"/)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
  },
  'token-type-mac': async (box) => expect((await members(exchange(box))).token_type).toBe('mac'),
  'missing-access-token': async (box) =>
    expect(Object.keys(await members(exchange(box)))).toEqual([
      'token_type',
      'expires_in',
      'id_token',
    ]),
  'empty-access-token': async (box) => expect((await members(exchange(box))).access_token).toBe(''),
  'missing-expires-in': async (box) =>
    expect(Object.keys(await members(exchange(box)))).toEqual([
      'access_token',
      'token_type',
      'id_token',
    ]),
  'invalid-expires-in': async (box) =>
    expect((await members(exchange(box))).expires_in).toBe('soon'),
  'token-not-object': async (box) => expect(await members(exchange(box))).toHaveLength(1),
  'basic-not-decoded': async (box) => {
    const { LAZYCAT_AUTH_OIDC_CLIENT_ID: id, LAZYCAT_AUTH_OIDC_CLIENT_SECRET: secret } =
      box.environment
    const body = new URLSearchParams(codeFields(box, (await authorize(box)).get('code')!))
    const ask = (name: string) =>
      tokenRequest(
        box,
        {},
        { body, headers: { authorization: `Basic ${btoa(`${name}:${secret}`)}` } },
      )
    expect((await ask(id!.replaceAll('.', '%2E'))).status).toBe(401)
    expect((await ask(id!)).status).toBe(200)
  },
})

describeFaults('faults of the box', BOX_FAULTS, {
  'unregistered-redirect-uri': async (box) => {
    const step = await follow(box, authorizationQuery(box))
    expect(step.status).toBe(400)
    expect(step.body).toContain('Unregistered redirect_uri')
  },
  'unknown-client': async (box) => {
    const step = await follow(box, authorizationQuery(box))
    expect(step.status).toBe(404)
    expect(step.body).toContain('Invalid client_id')
  },
  'secret-rotated': async (box) => {
    const answer = await exchange(box)
    expect([answer.status, (await members(answer)).error]).toEqual([401, 'invalid_client'])
  },
  'clock-ahead': async (box) => {
    const { iat } = (await idTokenOf(box)).claims
    expect(Number(iat) - Date.now() / 1000).toBeCloseTo(600, -1)
    const { headers } = await getFrom(box, '/keys')
    expect((Date.parse(headers.get('date')!) - Date.now()) / 1000).toBeCloseTo(600, -1)
  },
  'clock-behind': async (box) => {
    const { iat, exp } = (await idTokenOf(box)).claims
    expect(Number(exp) - Number(iat)).toBe(300)
    expect(Date.now() / 1000 - Number(exp)).toBeCloseTo(300, -1)
  },
})
