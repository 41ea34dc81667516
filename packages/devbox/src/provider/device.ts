/** The device flow (RFC 8628): a device asks for codes, a person brings one to a browser. */
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import { remember } from '../box/bounded.ts'
import { type Box, type DeviceRequest, readClient } from '../box/box.ts'
import { newDeviceCode, newUserCode } from '../box/ids.ts'
import { fields, writeSortedQuery } from '../http/go.ts'
import { json, oauthError, type Reply, redirect, text } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { showDevice, showDeviceDone } from './device-page.ts'
import { showError } from './error-page.ts'
import { issueTokens, tokenResponse } from './tokens.ts'

/** Seconds. */
const LIFETIME = 300
/** Seconds between two questions of a device, and how many more each early one costs. */
const INTERVAL = 5

/** The grant's name. */
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

const MISSING = 'Requested resource does not exist.'

/** Answers `/device/code`: whoever asks gets codes; the client is looked at when they are used. */
export function startDevice(request: BoxRequest, box: Box): Reply {
  if (request.method !== 'POST') {
    return showError(request, box, 400, 'Invalid device code request type')
  }
  if (request.malformed) return oauthError(404, 'invalid_request')
  const value = (name: string) => request.form.get(name) ?? request.query.get(name) ?? ''
  const next = box.settings.dex === 'next'
  const method = value('code_challenge_method') || 'plain'
  if (next && method !== 'S256' && method !== 'plain') {
    return oauthError(400, 'invalid_request', `Unsupported PKCE challenge method ("${method}").`)
  }
  const deviceCode = newDeviceCode(next ? 51 : 52)
  const userCode = newUserCode()
  box.secrets.add(deviceCode)
  box.secrets.add(value('client_secret'))
  remember(box.devices, userCode, {
    deviceCode,
    clientId: value('client_id'),
    clientSecret: value('client_secret'),
    scopes: fields(value('scope')),
    expiresAt: box.clock.now() + LIFETIME,
    lastAsked: box.clock.exact(),
    interval: 0,
    token: undefined,
  })
  const reply = json(200, {}, { 'cache-control': 'no-store' })
  const codes = {
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: `${box.issuer}/device`,
    verification_uri_complete: `${box.issuer}/device?user_code=${userCode}`,
    expires_in: LIFETIME,
    interval: INTERVAL,
  }
  return { ...reply, body: `${JSON.stringify(codes, null, next ? 0 : 3)}\n` }
}

/** Answers `/device/token`, and the device grant at `/token`: no client is authenticated. */
export function answerDevice(request: BoxRequest, box: Box): Reply {
  if (request.method !== 'POST') return showError(request, box, 400, MISSING)
  if (request.malformed) return oauthError(400, 'invalid_request')
  const code = request.form.get('device_code') ?? request.query.get('device_code')
  if (!code) return oauthError(400, 'invalid_request', 'No device code received')
  if (request.form.get('grant_type') !== DEVICE_GRANT) return oauthError(400, 'invalid_grant')
  const device = [...box.devices.values()].find(({ deviceCode }) => deviceCode === code)
  if (device === undefined) return oauthError(400, 'invalid_request', 'Invalid Device code.')
  if (box.clock.now() > device.expiresAt) return oauthError(400, 'expired_token')
  if (device.token !== undefined) return { ...json(200, {}), body: device.token }
  return oauthError(400, isEarly(device, box) ? 'slow_down' : 'authorization_pending')
}

/** Whether a device asks too soon; each such question makes it wait longer. */
function isEarly(device: DeviceRequest, box: Box): boolean {
  const now = box.clock.exact()
  const early = now < device.lastAsked + device.interval
  device.interval = early ? device.interval + INTERVAL : INTERVAL
  device.lastAsked = now
  return early
}

/** Answers `/device`: the page to which a person brings the code. */
export function askForCode(request: BoxRequest, box: Box): Reply {
  if (request.method !== 'GET') return showError(request, box, 400, MISSING)
  const code = request.query.get('user_code') ?? ''
  return showDevice(request, box, 200, code)
}

/** Answers `/device/auth/verify_code`: a good code begins a login, in which nothing is a secret. */
export function verifyCode(request: BoxRequest, box: Box): Reply {
  if (request.method !== 'POST') return showError(request, box, 400, MISSING)
  if (request.malformed) return showError(request, box, 400, '')
  const code = (request.form.get('user_code') ?? request.query.get('user_code') ?? '').toUpperCase()
  if (code === '') return showError(request, box, 400, 'No user code received')
  const device = readDevice(box, code)
  if (device === undefined) return showDevice(request, box, 400, code, true)
  const next = box.settings.dex === 'next'
  const query = writeSortedQuery([
    ['client_id', device.clientId],
    ...(next ? [] : [['client_secret', device.clientSecret] as const]),
    ['redirect_uri', `${next ? PROVIDER_PATH.value : ''}/device/callback`],
    ['response_type', 'code'],
    // The next Dex asks for something where the device asked for nothing.
    ['scope', device.scopes.join(' ') || (next ? 'openid' : '')],
    ['state', code],
  ])
  return redirect(302, `${PROVIDER_PATH.value}/auth?${query}`)
}

/**
 * Answers `/device/callback`: exchanges the code for the device. A client with a secret has no such
 * redirect URI, so nobody is sent here by this provider.
 */
export async function finishDevice(request: BoxRequest, box: Box): Promise<Reply> {
  const { method, query } = request
  const next = box.settings.dex === 'next'
  if (method !== 'GET') {
    return next
      ? showError(request, box, 400, 'Method not allowed.')
      : text(400, `method not implemented: ${method}\n`)
  }
  const [userCode, code] = [query.get('state') ?? '', query.get('code') ?? '']
  if (userCode === '' || code === '') {
    return showError(request, box, 400, 'Request was missing parameters')
  }
  const grant = box.codes.get(code)
  // The next Dex takes codes of a device's own login alone, and no client with a secret has any.
  if (grant === undefined || next || box.clock.now() > grant.expiresAt) {
    return showError(request, box, 400, 'Invalid or expired auth code.')
  }
  const device = readDevice(box, userCode)
  if (device === undefined) return showError(request, box, 400, 'Invalid or expired user code.')
  const client = readClient(box, device.clientId)
  if (client === undefined || client.secret !== device.clientSecret) {
    return oauthError(401, 'invalid_client', 'Invalid client credentials.')
  }
  const tokens = await issueTokens({ ...grant, clientId: client.id }, box, code)
  if (!box.codes.delete(code)) {
    return showError(request, box, 500, 'Failed to exchange auth code.')
  }
  const response: unknown = JSON.parse(tokenResponse(tokens, undefined, box).body.toString())
  device.token = JSON.stringify(response, null, 2)
  return showDeviceDone(request, box, client.name)
}

function readDevice(box: Box, userCode: string): DeviceRequest | undefined {
  const device = box.devices.get(userCode)
  return device && box.clock.now() <= device.expiresAt ? device : undefined
}
