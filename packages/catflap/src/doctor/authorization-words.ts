/**
 * What was learnt of the authorization endpoint, in words: what is wrong, and where it is set right.
 */
import { VARIABLE } from 'catflap-lazycat/facts'
import type { Settings } from '../configuration/options.ts'
import { shown } from '../errors.ts'
import { placesOf } from '../pages/known-places.ts'
import type { KnownProvider } from '../protocol/known-provider.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { scopesOf } from '../protocol/scopes.ts'
import { addressOf } from '../provider/http.ts'
import type { Asked, Judged, Refusal } from './authorization-answer.ts'
import { type Finding, fact, ok, problem, same, type Text, warning } from './finding.ts'
import { explainNetwork } from './network.ts'

const CHECK = 'authorization-request'
const PERSON: Text = { en: 'cannot tell without a person', zh: '需要有人实际登录才能判断' }
const EXPECTED: Text = { en: 'an authorization endpoint', zh: '授权端点' }
const OWN_NAME = VARIABLE.authorizationEndpoint.name
const ENDPOINT_FIX: Text = {
  en: `Nobody can sign in by way of this address: correct or remove OIDC_AUTH_URI (on LazyCat ${OWN_NAME}), or the provider’s own configuration.`,
  zh: `经由这个地址谁也不能登录：请改正或删除 OIDC_AUTH_URI（在懒猫微服上为 ${OWN_NAME}），或修改身份提供方自身的配置。`,
}

type At = Asked & { readonly metadata: ProviderMetadata }

/** The finding for what was learnt. @param note - how it was asked */
export function tellAuthorization(settings: Settings, at: At, judged: Judged, note: Text): Finding {
  const address = addressOf(at.endpoint)
  const { software } = at.metadata
  switch (judged.kind) {
    case 'registered': {
      const { redirectUri } = settings.client
      const seen = { en: `${redirectUri} is registered`, zh: `${redirectUri} 已登记` }
      return ok(CHECK, seen, note)
    }
    case 'unregistered':
      return unregistered(settings, { address, software }, judged, note)
    case 'refused':
      return refused(settings, at.metadata, judged.refusal, note)
    case 'no-way':
      return noWay(judged.parameter)
    case 'elsewhere':
      return problem(CHECK, {
        expected: EXPECTED,
        seen: statusOf(address, judged),
        fix: ENDPOINT_FIX,
      })
    case 'failing':
      return warning(CHECK, {
        expected: EXPECTED,
        seen: statusOf(address, judged),
        fix: {
          en: 'Cannot tell: the provider is not working at the moment. If it stays like this, nobody can sign in; its log knows why.',
          zh: '无法判断：身份提供方目前不能正常工作。如果一直如此，谁也不能登录；原因请看它的日志。',
        },
      })
    case 'unreachable':
      return unreachable(at, judged.failure)
    case 'unknown':
      return ok(CHECK, PERSON, note)
  }
}

function statusOf(address: string, { status }: { readonly status: number }): Text {
  return { en: `status ${status} from ${address}`, zh: `${address} 返回状态 ${status}` }
}

/** Where something is registered: at LazyCat by the box, elsewhere at its own place where that is known. */
function placeText(
  software: KnownProvider | undefined,
  place: 'redirectUri' | 'secret' | 'scopes',
): Text {
  const places = placesOf(software)
  const path = places?.[place]
  if (places === undefined || path === undefined) return { en: '', zh: '' }
  return { en: ` At ${places.name}: ${path}.`, zh: `在 ${places.name}：${path}。` }
}

function unregistered(
  { client }: Settings,
  { address, software }: { readonly address: string; readonly software: KnownProvider | undefined },
  judged: Extract<Judged, { kind: 'unregistered' }>,
  note: Text,
): Finding {
  const id = shown(client.id)
  const lazycat = software === 'lazycat'
  const { refusal } = judged
  const place = placeText(software, 'redirectUri')
  if (judged.what === 'client') {
    return problem(CHECK, {
      expected: same(`client_id ${id}`),
      seen: {
        en: `the provider does not know the client ${id}`,
        zh: `身份提供方不认识客户端 ${id}`,
      },
      fix: lazycat
        ? {
            en: 'Restart the app, so that the box registers it anew; if that does not help, install it again.',
            zh: '重启应用，让微服重新登记；若无效，请重新安装。',
          }
        : {
            en: 'Compare the client id with the provider’s registration, letter by letter.',
            zh: '请与身份提供方登记的客户端 ID 逐字核对。',
          },
      note,
    })
  }
  if (judged.what === 'redirect-uri') {
    return problem(CHECK, {
      expected: same(client.redirectUri),
      seen: {
        en: 'another redirect URI, or none, is registered for this client',
        zh: '该客户端登记的是其他回调地址，或没有登记',
      },
      fix: lazycat
        ? {
            en: 'oidc_redirect_path of the manifest must be its path, and OIDC_REDIRECT_URI must not name another; then install the app again.',
            zh: 'manifest 的 oidc_redirect_path 必须是它的路径，OIDC_REDIRECT_URI 不能指向别处；然后重新安装应用。',
          }
        : { en: `Register exactly this text.${place.en}`, zh: `请一字不差地登记它。${place.zh}` },
      note,
    })
  }
  return problem(CHECK, {
    expected: same(`client_id ${id}, redirect_uri ${client.redirectUri}`),
    seen: refusal === undefined ? statusOf(address, judged) : wordsOf(refusal, address),
    fix: lazycat
      ? {
          en: 'One of them is unknown to the provider: install the app again, so that the box registers both.',
          zh: '其中一项身份提供方并不认识：请重新安装应用，让微服登记两者。',
        }
      : {
          en: `The provider refuses on a page of its own, as it does when it does not know the client id, or not this redirect URI: compare both with what is registered.${place.en}`,
          zh: `身份提供方在自己的页面上拒绝了请求；它不认识客户端 ID 或这个回调地址时就会如此：请将两者与登记的内容核对。${place.zh}`,
        },
    note,
  })
}

/** What the provider says, told as its own words. */
function wordsOf({ error, said }: Refusal, address: string): Text {
  const words = said === undefined ? error : `${error}: ${said}`
  return { en: `${address} says ${words}`, zh: `${address} 的应答：${words}` }
}

const FLOW_OFF: ReadonlySet<string> = new Set(['unauthorized_client', 'unsupported_response_type'])

/** The redirect URI is right, and a login would still fail. */
function refused(
  settings: Settings,
  metadata: ProviderMetadata,
  refusal: Refusal,
  note: Text,
): Finding {
  const seen = wordsOf(refusal, addressOf(metadata.authorization_endpoint))
  if (refusal.error === 'invalid_scope') {
    const place = placeText(metadata.software, 'scopes')
    return problem(CHECK, {
      expected: same(`scope ${scopesOf(settings, metadata)}`),
      seen,
      fix: {
        en: `Set OIDC_SCOPES to what this client may ask for, such as OIDC_SCOPES="openid profile email", or allow it the scopes.${place.en}`,
        zh: `请把 OIDC_SCOPES 设为该客户端可以请求的 scope，例如 OIDC_SCOPES="openid profile email"，或在那里允许这些 scope。${place.zh}`,
      },
      note,
    })
  }
  if (FLOW_OFF.has(refusal.error)) {
    return problem(CHECK, {
      expected: { en: 'the authorization code flow', zh: '授权码流程' },
      seen,
      fix: {
        en: 'The provider does not allow this client the authorization code flow (response_type code): turn it on there.',
        zh: '身份提供方不允许该客户端使用授权码流程（response_type 为 code）：请在那里开启。',
      },
      note,
    })
  }
  const passing = ['server_error', 'temporarily_unavailable'].includes(refusal.error)
  const complain = passing ? warning : problem
  return complain(CHECK, {
    expected: { en: 'a sign-in', zh: '登录页面' },
    seen,
    fix: passing
      ? {
          en: 'Cannot tell: the provider reports a fault of its own. If it stays, its log knows why.',
          zh: '无法判断：身份提供方报告了自身的故障。若一直如此，原因请看它的日志。',
        }
      : {
          en: 'A login gets the same answer. The words are the provider’s: they, or its log, say what it wants.',
          zh: '登录会得到同样的应答。以上是身份提供方的说明：它们或它的日志会说明它要求什么。',
        },
    note,
  })
}

/** Pushed requests are wanted, and there is nowhere to push them. */
function noWay(parameter: string): Finding {
  return problem(CHECK, {
    expected: same(parameter),
    seen: { en: 'no such endpoint', zh: '没有这个端点' },
    fix: {
      en: 'Requests are to be pushed (the provider asks for it, or client.pushedAuthorizationRequests is set), and its metadata does not name where: turn one of the two off.',
      zh: '需要推送授权请求（身份提供方要求，或设置了 client.pushedAuthorizationRequests），而其元数据没有写明推送到哪里：请关闭其中之一。',
    },
  })
}

/** Only browsers need to reach the address; where discovery names another, it is the wrong one. */
function unreachable({ endpoint, own }: Asked, failure: string): Finding {
  const address = addressOf(endpoint)
  const cause = explainNetwork(failure)?.seen ?? fact(failure)
  const seen = { en: `${address}: ${cause.en}`, zh: `${address}：${cause.zh}` }
  if (!own) return problem(CHECK, { expected: EXPECTED, seen, fix: ENDPOINT_FIX })
  return warning(CHECK, {
    expected: EXPECTED,
    seen,
    fix: {
      en: 'Cannot tell: browsers have to reach this address, this machine could not. Sign in once to know.',
      zh: '无法判断：浏览器必须能访问该地址，而本机未能访问。请实际登录一次。',
    },
  })
}
