/** Which handler answers which path, and where faults step in. */
import { CONNECTOR, KEYS_PATH, PROVIDER_PATH, SIGN_IN_PATH } from 'catflap-lazycat/facts'
import type { Box } from './box/box.ts'
import { answerControl, type Levers, showControl } from './control/control.ts'
import type { Endpoint, Members } from './faults/fault.ts'
import { notFound, type Reply, withLink } from './http/reply.ts'
import type { BoxRequest } from './http/request.ts'
import type { RequestLog } from './http/request-log.ts'
import { ICON, ICON_PATH, STYLE, STYLE_PATH } from './pages/style.ts'
import {
  approve,
  askForPassword,
  failSignIn,
  finishElsewhere,
  finishSignIn,
} from './provider/approval.ts'
import { authorize, connect, connectElsewhere } from './provider/authorize.ts'
import {
  answerDevice,
  askForCode,
  finishDevice,
  startDevice,
  verifyCode,
} from './provider/device.ts'
import { answerDiscovery } from './provider/discovery.ts'
import { answerHealth, answerRoot } from './provider/health.ts'
import { introspect } from './provider/introspect.ts'
import { answerKeys } from './provider/keys.ts'
import { logOut, returnFromLogout } from './provider/sessions.ts'
import { signIn } from './provider/sign-in.ts'
import { answerToken } from './provider/token.ts'
import { answerUserInfo } from './provider/userinfo.ts'

type Handler = (request: BoxRequest, box: Box) => Reply | Promise<Reply>

const BASE = PROVIDER_PATH.value

/** Makes the function that answers every request to the box. */
export function createRouter(
  box: Box,
  log: RequestLog,
  levers: Levers,
): (request: BoxRequest) => Promise<Reply> {
  const routes = new Map<string, Handler>([
    ['/', (request) => showControl(request, box)],
    ['/control', (request) => answerControl(request, box, log, levers)],
    [STYLE_PATH, file('text/css; charset=utf-8', STYLE)],
    [ICON_PATH, file('image/svg+xml', ICON)],
    [SIGN_IN_PATH.value, signIn],
    [`${BASE}/auth`, authorize],
    [`${BASE}/auth/${CONNECTOR.value}`, connect],
    [`${BASE}/callback/${CONNECTOR.value}`, finishSignIn],
    [`${BASE}/callback`, failSignIn],
    [`${BASE}/approval`, approve],
    [`${BASE}/device`, askForCode],
    [`${BASE}/device/code`, startDevice],
    [`${BASE}/device/auth/verify_code`, verifyCode],
    [`${BASE}/device/callback`, finishDevice],
    [`${BASE}/healthz`, answerHealth],
    [BASE, answerRoot],
    [`${BASE}/token/introspect`, introspect],
    [`${BASE}/.well-known/openid-configuration`, faulty('discovery', answerDiscovery)],
    [`${BASE}${KEYS_PATH.value}`, faulty('keys', answerKeys)],
    [`${BASE}/token`, faulty('token', answerToken)],
    [`${BASE}/userinfo`, faulty('userinfo', answerUserInfo)],
    // Where the redirect faults lead: the same endpoints, so that a client that follows succeeds.
    [`${BASE}/discovery-elsewhere`, answerDiscovery],
    [`${BASE}/keys-elsewhere`, answerKeys],
    [`${BASE}/token-elsewhere`, answerToken],
    [`${BASE}/userinfo-elsewhere`, answerUserInfo],
  ])
  if (box.settings.dex === 'next') {
    routes.set(`${BASE}/logout`, logOut)
    routes.set(`${BASE}/logout/callback`, returnFromLogout)
  } else routes.set(`${BASE}/device/token`, answerDevice)
  return async (request) => {
    const handler = routes.get(request.path) ?? answerOtherConnector(request.path)
    if (handler === undefined) return notFound()
    const reply = await handler(request, box)
    return request.path.startsWith(`${BASE}/`) ? withLink(reply, request.method) : reply
  }
}

/** Addresses of connectors that a box has not, and of pages that its connector has not. */
function answerOtherConnector(path: string): Handler | undefined {
  const [, step, connector, login] =
    /^\/(auth|callback)\/([^/]+)(\/login)?$/.exec(path.slice(BASE.length)) ?? []
  if (connector === undefined || !path.startsWith(`${BASE}/`)) return undefined
  if (step === 'auth') return login === undefined ? connectElsewhere : askForPassword(connector)
  return login === undefined ? finishElsewhere : undefined
}

function file(type: string, body: string): Handler {
  return () => ({ status: 200, headers: { 'content-type': type }, body })
}

/** Lets the active faults answer in place of an endpoint, or alter what it answers. */
function faulty(endpoint: Endpoint, handler: Handler): Handler {
  return async (request, box) => {
    const rows = box.faults.rows()
    const instead = rows.find((row) => row.instead?.[endpoint])?.instead?.[endpoint]
    if (instead !== undefined) return instead()
    let reply = await handler(request, box)
    if (reply.status === 200) reply = alterMembers(endpoint, reply, box)
    for (const row of rows) reply = row.reply?.[endpoint]?.(reply) ?? reply
    return reply
  }
}

function alterMembers(endpoint: Endpoint, reply: Reply, box: Box): Reply {
  const changes = box.faults.rows().flatMap((row) => row.members?.[endpoint] ?? [])
  if (changes.length === 0) return reply
  const value: Members = JSON.parse(reply.body.toString())
  const altered = changes.reduce((members, change) => change(members, box), value)
  return { ...reply, body: JSON.stringify(altered, null, 2) }
}
