/**
 * Checks the authorization endpoint, and where the provider is Dex whether it knows this client and its
 * redirect URI: by one authorization request with a scope that does not exist.
 *
 * Dex refuses it before it asks anybody to sign in, keeps nothing of it, and the way it refuses tells what
 * is registered. Any other provider might begin a login, so there the bare address is asked, and the
 * registration stays for a person to try.
 */
import { createHash, randomBytes } from 'node:crypto'
import { VARIABLE } from 'catflap-lazycat/facts'
import { shown } from '../errors.ts'
import { buildAuthorizationRequest } from '../protocol/authorization-request.ts'
import { addressOf } from '../provider/http.ts'
import type { BrowserAnswer } from '../provider/redirect.ts'
import {
  type Complaint,
  type Finding,
  fact,
  notChecked,
  ok,
  problem,
  same,
  type Text,
  warning,
} from './finding.ts'
import { explainNetwork } from './network.ts'
import type { Probe } from './probe.ts'
import type { Discovery } from './provider.ts'

const NOTE: Text = {
  en: 'Asked with one authorization request for a scope that does not exist: Dex refuses it before anybody signs in, keeps nothing of it, and tells by the way it refuses what is registered.',
  zh: '检查方法：发出一次授权请求，其中的 scope 并不存在。Dex 会在任何人登录之前拒绝它，不保存任何内容；从拒绝的方式可以得知登记了什么。',
}
const PERSON: Text = { en: 'cannot tell without a person', zh: '需要有人实际登录才能判断' }

/** Looks at the authorization endpoint that a login would use. */
export async function checkAuthorization(probe: Probe, discovery: Discovery): Promise<Finding> {
  const { metadata, document } = discovery
  if (metadata === undefined || document === undefined) {
    return notChecked('authorization-request', 'discovery')
  }
  const endpoint = metadata.authorization_endpoint
  const dex = isDex(document)
  const own = document.authorization_endpoint === endpoint
  const first = await probe.visit(dex ? requestOf(probe, endpoint) : endpoint)
  if (first.failure !== undefined) return unreachable(endpoint, first.failure, own)
  if (isFailing(first)) return failing(endpoint, first)
  if (dex) return judge(probe, { endpoint, own }, first)
  return first.status === 404 || first.status === 410 ? elsewhere(endpoint, first) : unknown()
}

/** True of Dex, by the addresses that it derives from its issuer. */
function isDex(document: NonNullable<Discovery['document']>): boolean {
  const { issuer, jwks_uri, device_authorization_endpoint: device } = document
  return jwks_uri === `${issuer}/keys` && device === `${issuer}/device/code`
}

function requestOf({ settings }: Probe, endpoint: string): string {
  const { id, redirectUri } = settings.client
  const random = () => randomBytes(32).toString('base64url')
  return buildAuthorizationRequest(endpoint, {
    client_id: id,
    redirect_uri: redirectUri,
    scope: 'catflap-doctor',
    state: random(),
    nonce: random(),
    code_challenge: createHash('sha256').update(random()).digest('base64url'),
  })
}

type Answered = Exclude<BrowserAnswer, { failure: string }>

/** The address asked, and whether the discovery document names it too. */
interface Asked {
  readonly endpoint: string
  readonly own: boolean
}

/** What Dex made of the request; its first answer leads to a connector, and there the request is read. */
async function judge(probe: Probe, asked: Asked, first: Answered): Promise<Finding> {
  const { endpoint, own } = asked
  const { redirectUri } = probe.settings.client
  if (isRefusal(first.location, redirectUri)) return registered(redirectUri)
  if (first.status === 400) return notRegistered(probe, addressOf(endpoint))
  const next = first.location
  if (next === undefined || !isBelow(next, endpoint)) {
    // Several connectors make a page that lets a person choose; a gateway may want a sign-in first.
    return own && first.status < 400 ? unknown() : elsewhere(endpoint, first)
  }
  const second = await probe.visit(next)
  if (second.failure !== undefined) return unreachable(endpoint, second.failure, own)
  if (isFailing(second)) return failing(endpoint, second)
  if (isRefusal(second.location, redirectUri)) return registered(redirectUri)
  if (second.status === 404) return clientUnknown(probe)
  if (second.status === 400) return redirectUriUnknown(probe)
  return unknown()
}

/** Whether a redirect carries an error to the redirect URI, which only a registered one is sent. */
function isRefusal(location: string | undefined, redirectUri: string): boolean {
  if (location === undefined) return false
  const joint = redirectUri.includes('?') ? '&' : '?'
  const comes = location.startsWith(new URL(redirectUri).href + joint)
  return comes && new URL(location).searchParams.has('error')
}

const isFailing = ({ status }: Answered): boolean => status >= 500 || status === 429

function isBelow(location: string, endpoint: string): boolean {
  const [to, from] = [new URL(location), new URL(endpoint)]
  return to.origin === from.origin && to.pathname.startsWith(`${from.pathname}/`)
}

function registered(redirectUri: string): Finding {
  const seen = { en: `${redirectUri} is registered`, zh: `${redirectUri} 已登记` }
  return ok('authorization-request', seen, NOTE)
}

const unknown = (): Finding => ok('authorization-request', PERSON)

function complain(complaint: Omit<Complaint, 'note'>): Finding {
  return problem('authorization-request', { ...complaint, note: NOTE })
}

function clientUnknown({ settings }: Probe): Finding {
  const id = shown(settings.client.id)
  return complain({
    expected: same(`client_id ${id}`),
    seen: { en: `the provider does not know the client ${id}`, zh: `身份提供方不认识客户端 ${id}` },
    fix: {
      en: 'On LazyCat: restart the app, so that the box registers it anew; if that does not help, install it again. Elsewhere: compare the id with the provider’s registration.',
      zh: '在懒猫微服上：重启应用，让微服重新登记；若无效，请重新安装。其他环境：请与身份提供方登记的客户端 ID 核对。',
    },
  })
}

function redirectUriUnknown({ settings }: Probe): Finding {
  return complain({
    expected: same(settings.client.redirectUri),
    seen: {
      en: 'another redirect URI, or none, is registered for this client',
      zh: '该客户端登记的是其他回调地址，或没有登记',
    },
    fix: {
      en: 'Register exactly this text. On LazyCat: oidc_redirect_path of the manifest must be its path, and OIDC_REDIRECT_URI must not name another; then install the app again.',
      zh: '请一字不差地登记它。在懒猫微服上：manifest 的 oidc_redirect_path 必须是它的路径，OIDC_REDIRECT_URI 不能指向别处；然后重新安装应用。',
    },
  })
}

/** A refusal before any connector: newer versions of Dex make it, and do not say of what by the status. */
function notRegistered({ settings }: Probe, address: string): Finding {
  const { id, redirectUri } = settings.client
  return complain({
    expected: same(`client_id ${shown(id)}, redirect_uri ${redirectUri}`),
    seen: { en: `status 400 from ${address}`, zh: `${address} 返回状态 400` },
    fix: {
      en: 'Compare the client id, then the redirect URI, with what is registered: one of them is unknown to the provider. On LazyCat: install the app again.',
      zh: '请核对客户端 ID 与回调地址是否和登记的一致：其中一项身份提供方并不认识。在懒猫微服上：请重新安装应用。',
    },
  })
}

const OWN_NAME = VARIABLE.authorizationEndpoint.name
const ENDPOINT_FIX: Text = {
  en: `Nobody can sign in by way of this address: correct or remove OIDC_AUTH_URI (on LazyCat ${OWN_NAME}), or the provider’s own configuration.`,
  zh: `经由这个地址谁也不能登录：请改正或删除 OIDC_AUTH_URI（在懒猫微服上为 ${OWN_NAME}），或修改身份提供方自身的配置。`,
}
const EXPECTED: Text = { en: 'an authorization endpoint', zh: '授权端点' }

function elsewhere(endpoint: string, { status }: Answered): Finding {
  const address = addressOf(endpoint)
  return problem('authorization-request', {
    expected: EXPECTED,
    seen: { en: `status ${status} from ${address}`, zh: `${address} 返回状态 ${status}` },
    fix: ENDPOINT_FIX,
  })
}

function failing(endpoint: string, { status }: Answered): Finding {
  const address = addressOf(endpoint)
  return warning('authorization-request', {
    expected: EXPECTED,
    seen: { en: `status ${status} from ${address}`, zh: `${address} 返回状态 ${status}` },
    fix: {
      en: 'Cannot tell: the provider is not working at the moment. If it stays like this, nobody can sign in; its log knows why.',
      zh: '无法判断：身份提供方目前不能正常工作。如果一直如此，谁也不能登录；原因请看它的日志。',
    },
  })
}

/** Only browsers need to reach the address; where discovery names another, it is the wrong one. */
function unreachable(endpoint: string, failure: string, own: boolean): Finding {
  const address = addressOf(endpoint)
  const cause = explainNetwork(failure)?.seen ?? fact(failure)
  const seen = { en: `${address}: ${cause.en}`, zh: `${address}：${cause.zh}` }
  if (!own) return problem('authorization-request', { expected: EXPECTED, seen, fix: ENDPOINT_FIX })
  return warning('authorization-request', {
    expected: EXPECTED,
    seen,
    fix: {
      en: 'Cannot tell: browsers have to reach this address, this machine could not. Sign in once to know.',
      zh: '无法判断：浏览器必须能访问该地址，而本机未能访问。请实际登录一次。',
    },
  })
}
