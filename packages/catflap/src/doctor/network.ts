/**
 * What to do when a provider could not be reached, by the codes of Node's network and TLS. What the
 * codes mean is in `provider/network-cause.ts`.
 */
import { fact, type Text } from './finding.ts'

const trustOwn = (what: Text): Text => ({
  en: `If ${what.en} is your own, name its PEM file in OIDC_CA_FILE, or for the whole process in NODE_EXTRA_CA_CERTS before Node starts; never turn verification off.`,
  zh: `若是自己的${what.zh}，请用 OIDC_CA_FILE 指定其 PEM 文件；若要对整个进程生效，请在启动 Node 之前用 NODE_EXTRA_CA_CERTS 指定。绝不要关闭证书校验。`,
})
const OWN_CA = trustOwn({ en: 'the CA', zh: ' CA' })
const OWN_CERTIFICATE = trustOwn({ en: 'that certificate', zh: '证书' })
const SEND_CHAIN: Text = {
  en: `Let the server send its intermediate certificates too. ${OWN_CA.en}`,
  zh: `请让服务器一并发送中间证书。${OWN_CA.zh}`,
}
const RENEW: Text = {
  en: 'Renew the certificate of the provider, or set the clock of this machine.',
  zh: '请更新身份提供方的证书，或校准本机时钟。',
}
const NETWORK: Text = {
  en: 'Check that this machine, or container, has a way to that address. The domain of a LazyCat box is reachable from the box itself and through the LazyCat client only.',
  zh: '请检查本机（或容器）能否到达该地址。懒猫微服的域名只能从微服自身或经由懒猫客户端访问。',
}
const LISTENING: Text = {
  en: 'Check host and port of the address, and that the provider is running; a box may still be starting.',
  zh: '请检查地址的主机与端口，以及身份提供方是否在运行；微服可能仍在启动。',
}
const NAME: Text = {
  en: `Check the spelling of the host name. ${NETWORK.en}`,
  zh: `请检查主机名的拼写。${NETWORK.zh}`,
}

/** What is said where the proxy has refused. */
const OF_PROXY: Text = {
  en: 'This is the proxy’s own answer: correct address and credentials in HTTPS_PROXY, let it pass the provider’s host, or name that host in NO_PROXY.',
  zh: '这是代理自身的应答：请改正 HTTPS_PROXY 中的地址与凭据，或让代理放行身份提供方的主机，或把该主机写入 NO_PROXY。',
}
/** What is said where there is no answer of a proxy. */
const NO_PROXY_THERE: Text = {
  en: 'It is the proxy that cannot be used, not the provider: correct its address in HTTPS_PROXY, see that a proxy runs there and that this machine, or container, has a way to it; or name the provider’s host in NO_PROXY.',
  zh: '用不了的是代理，不是身份提供方：请改正 HTTPS_PROXY 中的地址，确认那里运行着代理，并且本机（或容器）能到达；或者把身份提供方的主机写入 NO_PROXY。',
}
/** What is said where a proxy on https is not trusted. */
const PROXY_CERTIFICATE: Text = {
  en: 'This is about the certificate of the proxy, not of the provider: it must be valid, and name the host in HTTPS_PROXY. If its CA is your own, name the PEM file in NODE_EXTRA_CA_CERTS before Node starts; OIDC_CA_FILE does not hold for it.',
  zh: '这里说的是代理的证书，不是身份提供方的证书：它必须有效，并与 HTTPS_PROXY 中的主机名一致。若是自己的 CA，请在启动 Node 之前用 NODE_EXTRA_CA_CERTS 指定其 PEM 文件；OIDC_CA_FILE 对代理无效。',
}

const FIXES: Readonly<Record<string, Text>> = {
  CERT_HAS_EXPIRED: RENEW,
  CERT_NOT_YET_VALID: RENEW,
  SELF_SIGNED_CERT_IN_CHAIN: OWN_CA,
  DEPTH_ZERO_SELF_SIGNED_CERT: OWN_CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: SEND_CHAIN,
  UNABLE_TO_GET_ISSUER_CERT: SEND_CHAIN,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: SEND_CHAIN,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    en: 'Use the host name that the certificate names, or issue it for this one.',
    zh: '请使用证书上的主机名，或为当前主机名重新签发证书。',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    en: 'The address begins with https, the port speaks something else: correct the port.',
    zh: '地址以 https 开头，而该端口使用其他协议：请改正端口。',
  },
  ENOTFOUND: NAME,
  EAI_AGAIN: NAME,
  ECONNREFUSED: LISTENING,
  ECONNRESET: LISTENING,
  UND_ERR_SOCKET: LISTENING,
  ETIMEDOUT: NETWORK,
  UND_ERR_CONNECT_TIMEOUT: NETWORK,
  EHOSTUNREACH: NETWORK,
  ENETUNREACH: NETWORK,
}

/**
 * The fix for a network cause; `undefined` for anything else.
 *
 * @param seen - of an error, such as `ENOTFOUND (the host name does not resolve)`
 */
export function explainNetwork(
  seen: string | undefined,
): { readonly seen: Text; readonly fix: Text } | undefined {
  const [, ofProxy] = /^proxy \S+: (.*)$/.exec(seen ?? '') ?? []
  if (ofProxy !== undefined) return { seen: fact(seen ?? ''), fix: fixOfProxy(ofProxy) }
  const code = /^[A-Z_]+(?= \()/.exec(seen ?? '')?.[0]
  const fix = code !== undefined && Object.hasOwn(FIXES, code) ? FIXES[code] : undefined
  return fix && { seen: fact(seen ?? ''), fix }
}

/** Codes about a certificate. */
const CERTIFICATE = /^(?:CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(?:GET|VERIFY)_|ERR_TLS_CERT_)/

/** @param seen - of the proxy: its status, or why there was none */
function fixOfProxy(seen: string): Text {
  if (seen.startsWith('status ')) return OF_PROXY
  return CERTIFICATE.test(seen) ? PROXY_CERTIFICATE : NO_PROXY_THERE
}
