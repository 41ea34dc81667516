/** All fault tables in one, in the order in which pages and documents list them. */
import { AUTHORIZATION_FAULTS } from './authorization.ts'
import { BOX_FAULTS } from './box.ts'
import { DISCOVERY_FAULTS } from './discovery.ts'
import type { Faults } from './fault.ts'
import { ID_TOKEN_CLAIM_FAULTS } from './id-token-claims.ts'
import { ID_TOKEN_SIGNATURE_FAULTS } from './id-token-signature.ts'
import { JWKS_FAULTS } from './jwks.ts'
import type { FaultName } from './names.ts'
import { TOKEN_FAULTS } from './token.ts'
import { USERINFO_FAULTS } from './userinfo.ts'

/** One part of the login and the faults that spoil it. */
export interface FaultGroup {
  readonly en: string
  readonly zh: string
  readonly names: readonly FaultName[]
}

/** Every fault by name: what it does, in English and Chinese, and how. */
export const FAULTS: Faults<FaultName> = {
  ...AUTHORIZATION_FAULTS,
  ...TOKEN_FAULTS,
  ...ID_TOKEN_SIGNATURE_FAULTS,
  ...ID_TOKEN_CLAIM_FAULTS,
  ...USERINFO_FAULTS,
  ...DISCOVERY_FAULTS,
  ...JWKS_FAULTS,
  ...BOX_FAULTS,
}

/** The faults in groups, for people to read. */
export const FAULT_GROUPS: readonly FaultGroup[] = [
  group('Authorization response', '授权响应', AUTHORIZATION_FAULTS),
  group('Token response', '令牌响应', TOKEN_FAULTS),
  group('ID Token: signature', 'ID Token：签名', ID_TOKEN_SIGNATURE_FAULTS),
  group('ID Token: claims', 'ID Token：声明', ID_TOKEN_CLAIM_FAULTS),
  group('UserInfo response', 'UserInfo 响应', USERINFO_FAULTS),
  group('Discovery', '发现文档', DISCOVERY_FAULTS),
  group('Keys (JWKS)', '公钥（JWKS）', JWKS_FAULTS),
  group('Registration, secret, clock', '注册、密钥、时钟', BOX_FAULTS),
]

function group(en: string, zh: string, table: object): FaultGroup {
  return { en, zh, names: Object.keys(table) as FaultName[] }
}
