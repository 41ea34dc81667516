/**
 * Checks whether the provider knows this client, by a token request that cannot succeed.
 */
import { randomBytes } from 'node:crypto'
import type { LoginError } from '../errors.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import {
  createClientAuthentication,
  type RememberedWay,
  type Way,
} from '../provider/client-authentication.ts'
import { exchangeGrant, type Grant } from '../provider/token-endpoint.ts'
import {
  type Finding,
  facts,
  loginError,
  notChecked,
  ok,
  problem,
  same,
  warning,
} from './finding.ts'
import { explainNetwork } from './network.ts'
import { explain, type Probe } from './probe.ts'

const NOTE = {
  en: 'Asked with one token request for a made-up code: the client is authenticated first, and nothing can be issued.',
  zh: '检查方法：用编造的授权码发出一次令牌请求；对方会先验证客户端，而不可能签发任何东西。',
}

/** Sends a token request with a made-up code: which refusal comes back tells. */
export async function checkClient(
  { settings, providerFetch, now }: Probe,
  metadata: ProviderMetadata | undefined,
): Promise<Finding> {
  if (metadata === undefined) return notChecked('client-credentials', 'discovery')
  const { id, redirectUri } = settings.client
  const grant: Grant = {
    type: 'authorization_code',
    parameters: {
      code: `doctor-${randomBytes(12).toString('hex')}`,
      redirect_uri: redirectUri,
      code_verifier: randomBytes(32).toString('base64url'),
    },
    refused: { errors: ['invalid_grant'], code: 'CODE_REFUSED' },
  }
  const authentication = createClientAuthentication(settings.client, NO_MEMORY)
  try {
    await authentication.run(metadata, (client) =>
      exchangeGrant({ providerFetch, metadata, client, now }, grant),
    )
  } catch (thrown) {
    return judge(loginError(thrown), id, authentication.accepted())
  }
  return cannotTell('tokens')
}

/** Each way is tried, whatever worked before. */
const NO_MEMORY: RememberedWay = { read: async () => undefined, write: async () => {} }

function judge(error: LoginError, clientId: string, way: Way | undefined): Finding {
  if (error.code === 'CODE_REFUSED') {
    const seen = { en: `${clientId} is accepted (${way})`, zh: `${clientId} 被接受（${way}）` }
    return ok('client-credentials', seen, NOTE)
  }
  if (error.code === 'CLIENT_REFUSED') {
    return problem('client-credentials', {
      expected: same('invalid_grant'),
      seen: facts(error).seen,
      fix: {
        en: 'On LazyCat: restart the app, so that it gets the secret of today; if that does not help, install it again. Elsewhere: compare id and secret with the provider’s registration.',
        zh: '在懒猫微服上：重启应用以取得当前的密钥；若无效，请重新安装。其他环境：请与身份提供方登记的 ID 和密钥核对。',
      },
      note: NOTE,
    })
  }
  if (error.parameter === 'timeout' || explainNetwork(error.seen) !== undefined) {
    return problem('client-credentials', { ...explain(error), note: NOTE })
  }
  return cannotTell(facts(error).seen.en)
}

function cannotTell(seen: string): Finding {
  return warning('client-credentials', {
    ...facts({ expected: 'invalid_grant', seen }),
    fix: {
      en: 'Cannot tell: sign in once to know. If the token endpoint stays like this, nobody can sign in.',
      zh: '无法判断：请实际登录一次。如果令牌端点一直如此，谁也不能登录。',
    },
    note: NOTE,
  })
}
