/**
 * Checks whether the provider knows this client, by a token request that cannot succeed; and by a second
 * one, as somebody who surely is not this client, whether the first has told anything: some providers look
 * at the code before they ask who sends it.
 */
import { randomBytes } from 'node:crypto'
import type { ClientSettings } from '../configuration/options.ts'
import type { LoginError } from '../errors.ts'
import { placesOf } from '../pages/known-places.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { createClientAuthentication, type Way } from '../provider/client-authentication.ts'
import { exchangeGrant, type Grant } from '../provider/token-endpoint.ts'
import {
  type Complaint,
  type Finding,
  facts,
  loginError,
  notChecked,
  ok,
  problem,
  same,
  type Text,
  warning,
} from './finding.ts'
import { impostorOf } from './impostor.ts'
import { explainNetwork } from './network.ts'
import { explain, NO_MEMORY, type Probe } from './probe.ts'
import type { Discovery } from './provider.ts'

const CHECK = 'client-credentials'
const NOTE: Text = {
  en: 'Asked with two token requests for a made-up code, the second with a surely wrong proof of who asks: nothing can be issued, and the difference tells.',
  zh: '检查方法：用编造的授权码发出两次令牌请求，第二次附上肯定错误的凭据；不可能签发任何东西，两次应答的差别说明结果。',
}

/** What the token endpoint made of the client. */
export interface ClientVerdict {
  /** Whether it knows the client and its proof; `undefined` when nobody can tell. */
  readonly accepted: boolean | undefined
  /** The finding, once it is known whether the authorization endpoint knows the client. */
  tell(registered: boolean | undefined): Finding
}

/** Sends token requests with a made-up code: which refusals come back tells. */
export async function checkClient(
  probe: Probe,
  { metadata, first }: Discovery,
): Promise<ClientVerdict> {
  if (metadata === undefined) return verdict(undefined, notChecked(CHECK, first))
  const { client } = probe.settings
  const { error, way } = await askAs(probe, metadata, client)
  if (error === undefined) return verdict(undefined, cannotTell('tokens'))
  if (error.code === 'CLIENT_REFUSED') {
    return {
      accepted: false,
      tell: (registered) => refused(error, metadata, registered),
    }
  }
  const isAnswer = error.code === 'CODE_REFUSED' || error.code === 'TOKEN_REQUEST_REFUSED'
  if (!isAnswer) {
    const network = error.parameter === 'timeout' || explainNetwork(error.seen) !== undefined
    const finding = network
      ? problem(CHECK, { ...explain(error, probe.settings), note: NOTE })
      : unclear(error)
    return verdict(undefined, finding)
  }
  const other = await askAs(probe, metadata, impostorOf(client, way))
  if (other.error?.code !== 'CLIENT_REFUSED') return verdict(undefined, codeFirst(error))
  if (NO_FLOW.has(error.seen ?? '')) return verdict(true, flowOff(error))
  const [en, zh] = way === undefined ? ['', ''] : [` (${way})`, `（${way}）`]
  const seen = { en: `${client.id} is accepted${en}`, zh: `${client.id} 被接受${zh}` }
  return verdict(true, ok(CHECK, seen, NOTE))
}

const verdict = (accepted: boolean | undefined, finding: Finding): ClientVerdict => {
  return { accepted, tell: () => finding }
}

/** What a client is told of a made-up code, and by which way it was known. */
async function askAs(
  { settings, providerFetch, now }: Probe,
  metadata: ProviderMetadata,
  client: ClientSettings,
): Promise<{ readonly error: LoginError | undefined; readonly way: Way | undefined }> {
  const grant: Grant = {
    type: 'authorization_code',
    parameters: {
      code: `doctor-${randomBytes(12).toString('hex')}`,
      redirect_uri: settings.client.redirectUri,
      code_verifier: randomBytes(32).toString('base64url'),
    },
    refused: { errors: ['invalid_grant'], code: 'CODE_REFUSED' },
  }
  const authentication = createClientAuthentication(client, NO_MEMORY)
  try {
    await authentication.run(metadata, (asking) =>
      exchangeGrant({ providerFetch, metadata, client: asking, now }, grant),
    )
  } catch (thrown) {
    return { error: loginError(thrown), way: authentication.accepted() }
  }
  return { error: undefined, way: undefined }
}

/** Errors of a client that is known and may not use the authorization code. */
const NO_FLOW: ReadonlySet<string> = new Set(['unauthorized_client', 'unsupported_grant_type'])

function flowOff(error: LoginError): Finding {
  return problem(CHECK, {
    expected: same('invalid_grant'),
    seen: answerOf(error),
    fix: {
      en: 'The client is known, and may not use the authorization code flow: turn it on at the provider.',
      zh: '身份提供方认识该客户端，但不允许它使用授权码流程：请在那里开启。',
    },
    note: NOTE,
  })
}

/** The provider's error, with its own words behind it. */
function answerOf(error: LoginError): Text {
  const { seen } = facts(error)
  if (error.said === undefined) return seen
  return { en: `${seen.en}: ${error.said}`, zh: `${seen.zh}：${error.said}` }
}

function refused(
  error: LoginError,
  { software }: ProviderMetadata,
  registered: boolean | undefined,
): Finding {
  const complaint = (fix: Text): Complaint => {
    return { expected: same('invalid_grant'), seen: answerOf(error), fix, note: NOTE }
  }
  if (software === 'lazycat') {
    return problem(
      CHECK,
      complaint({
        en: 'Restart the app, so that it gets the secret of today; if that does not help, install it again.',
        zh: '重启应用以取得当前的密钥；若无效，请重新安装。',
      }),
    )
  }
  const places = placesOf(software)
  const where: Text =
    places === undefined
      ? { en: '', zh: '' }
      : { en: ` At ${places.name}: ${places.secret}.`, zh: `在 ${places.name}：${places.secret}。` }
  if (registered === true) {
    return problem(
      CHECK,
      complaint({
        en: `The client id is right, since the authorization endpoint knows it: the secret, or the method by which the client proves itself (OIDC_CLIENT_AUTH_METHOD), is not.${where.en}`,
        zh: `客户端 ID 正确，因为授权端点认识它：不对的是密钥，或客户端证明身份的方法（OIDC_CLIENT_AUTH_METHOD）。${where.zh}`,
      }),
    )
  }
  return problem(
    CHECK,
    complaint({
      en: `Compare id and secret, and the method (OIDC_CLIENT_AUTH_METHOD), with the provider’s registration.${where.en}`,
      zh: `请与身份提供方登记的 ID、密钥和方法（OIDC_CLIENT_AUTH_METHOD）核对。${where.zh}`,
    }),
  )
}

/** A provider that gives an impostor the same answer has not looked at who asks. */
function codeFirst(error: LoginError): Finding {
  return warning(CHECK, {
    expected: { en: 'a different answer to a wrong secret', zh: '对错误的密钥给出不同的应答' },
    seen: {
      en: `the same answer to both: ${answerOf(error).en}`,
      zh: `两次应答相同：${answerOf(error).zh}`,
    },
    fix: {
      en: 'Cannot tell: the provider looks at the code before the client, so that a right secret and a wrong one get the same answer. Sign in once to know.',
      zh: '无法判断：身份提供方先检查授权码，再检查客户端，因此密钥正确与否得到同样的应答。请实际登录一次。',
    },
    note: NOTE,
  })
}

/** An answer that is none of OAuth's; its facts say what came instead. */
const unclear = (error: LoginError): Finding => cannotTell(facts(error).seen.en)

function cannotTell(seen: string): Finding {
  return warning(CHECK, {
    ...facts({ expected: 'invalid_grant', seen }),
    fix: {
      en: 'Cannot tell: sign in once to know. If the token endpoint stays like this, nobody can sign in.',
      zh: '无法判断：请实际登录一次。如果令牌端点一直如此，谁也不能登录。',
    },
    note: NOTE,
  })
}
