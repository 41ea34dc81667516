/** Faults of the box itself: what it has registered, the client secret, the clock. */
import { newClientSecret } from '../box/ids.ts'
import type { Faults } from './fault.ts'
import type { BoxFault } from './names.ts'

const TEN_MINUTES = 600

export const BOX_FAULTS: Faults<BoxFault> = {
  'unregistered-redirect-uri': {
    en: 'The box has another redirect URI registered: a page with status 400.',
    zh: '微服登记的是另一个回调地址：显示 400 页面。',
    client: (client) => ({ ...client, redirectUri: 'https://elsewhere.invalid/callback' }),
  },
  'unknown-client': {
    en: 'The box does not know the client: a page with status 404.',
    zh: '微服不认识该客户端：显示 404 页面。',
    client: () => undefined,
  },
  'secret-rotated': {
    en: 'The client secret in the environment is no longer accepted: invalid_client.',
    zh: '环境变量中的客户端密钥已失效：invalid_client。',
    client: (client) => ({ ...client, secret: newClientSecret() }),
  },
  'clock-ahead': {
    en: 'The clock of the box is 10 minutes ahead.',
    zh: '微服的时钟快 10 分钟。',
    clock: TEN_MINUTES,
  },
  'clock-behind': {
    en: 'The clock of the box is 10 minutes behind and tokens live 5: they look expired.',
    zh: '微服的时钟慢 10 分钟，令牌只有效 5 分钟：看起来已过期。',
    clock: -TEN_MINUTES,
    lifetime: 300,
  },
}
