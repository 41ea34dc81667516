/**
 * Checks of the process itself: its Node, and whether it verifies certificates.
 */
import { existsSync } from 'node:fs'
import type { Environment } from '../configuration/environment.ts'
import { type Finding, ok, problem, same, warning } from './finding.ts'

/** The least version that the package's `engines` name. */
const OLDEST = [20, 19] as const

/** @param version - of Node, without the leading v */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    return ok('node-version', same(version))
  }
  return problem('node-version', {
    expected: same(`>= ${OLDEST.join('.')}`),
    seen: same(version),
    fix: { en: 'Install a newer Node.', zh: '请安装更新的 Node。' },
  })
}

/** Looks at the two switches by which Node's verification can be turned off or completed. */
export function checkTls(environments: readonly Environment[]): Finding {
  if (environments.some((one) => one.NODE_TLS_REJECT_UNAUTHORIZED === '0')) {
    return problem('tls-verification', {
      expected: { en: 'certificates are verified', zh: '校验证书' },
      seen: same('NODE_TLS_REJECT_UNAUTHORIZED=0'),
      fix: {
        en: 'Remove this variable: with it anybody on the way can pose as the provider. For a CA of your own, name its file in OIDC_CA_FILE.',
        zh: '删除这个变量：有它在，途中任何人都能冒充身份提供方。若使用自己的 CA，请用 OIDC_CA_FILE 指定其证书文件。',
      },
    })
  }
  const file = environments.map((one) => one.NODE_EXTRA_CA_CERTS).find(Boolean)
  if (file !== undefined && !existsSync(file)) {
    return warning('tls-verification', {
      expected: { en: 'a file that exists', zh: '存在的文件' },
      seen: same(`NODE_EXTRA_CA_CERTS=${file}`),
      fix: {
        en: 'Name an existing PEM file: Node goes on without it and trusts no further CA.',
        zh: '请指定存在的 PEM 文件：否则 Node 会忽略它，不信任额外的 CA。',
      },
    })
  }
  const seen = file === undefined ? '' : ` + ${file}`
  return ok('tls-verification', { en: `on${seen}`, zh: `已启用${seen}` })
}
