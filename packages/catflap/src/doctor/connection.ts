/**
 * Checks by which way this app reaches the provider: an internal address, a proxy, certificates of its own.
 */
import type { Settings } from '../configuration/options.ts'
import { LOOPBACK } from '../protocol/url.ts'
import type { Transport } from '../provider/transport.ts'
import { type Finding, ok, type Text, warning } from './finding.ts'

/** Says which way is taken, and what plain http on it means. */
export function checkConnection({ provider }: Settings, transport: Transport): Finding {
  const { issuer, internalIssuer, network } = provider
  const proxy = transport.proxyOf(internalIssuer ?? issuer)
  const ways: Text[] = []
  if (internalIssuer !== undefined) {
    ways.push({
      en: `at ${internalIssuer}, browsers at ${issuer}`,
      zh: `地址为 ${internalIssuer}，浏览器使用 ${issuer}`,
    })
  }
  if (proxy !== undefined) ways.push({ en: `by the proxy ${proxy}`, zh: `经由代理 ${proxy}` })
  if (network.ca !== undefined) {
    const count = network.ca.length
    ways.push({
      en: `certificates of OIDC_CA_FILE or provider.ca alone (${count})`,
      zh: `只信任 OIDC_CA_FILE 或 provider.ca 中的证书（${count} 个）`,
    })
  }
  const seen: Text =
    ways.length === 0
      ? { en: 'direct', zh: '直接连接' }
      : { en: ways.map(({ en }) => en).join('; '), zh: ways.map(({ zh }) => zh).join('；') }
  const plain = internalIssuer?.startsWith('http:') === true
  if (!plain || LOOPBACK.test(new URL(internalIssuer).hostname)) return ok('connection', seen)
  return warning('connection', { expected: { en: 'https', zh: 'https' }, seen, fix: IN_THE_CLEAR })
}

const IN_THE_CLEAR: Text = {
  en: 'The client secret, codes and tokens are in the clear on the network between this app and that address, and whoever can change what passes there can sign in as anybody. Keep to it only on a network of which every member is trusted, such as one Docker network of these containers alone; else give the provider a certificate there, and name its CA in OIDC_CA_FILE.',
  zh: '客户端密钥、授权码和令牌在本应用与该地址之间的网络上以明文传输；能改动其中内容的人可以冒充任何人登录。只有当该网络上的每个成员都可信时才可这样用，例如仅包含这些容器的 Docker 网络；否则请给身份提供方在该地址上配置证书，并用 OIDC_CA_FILE 指定其 CA。',
}
