/**
 * Why a provider could not be reached: the codes of Node's network and TLS, with cause and fix.
 */
import type { Text } from './finding.ts'

interface Explanation {
  readonly cause: Text
  readonly fix: Text
}

const OWN_CA: Text = {
  en: 'If the CA is your own, name its PEM file in NODE_EXTRA_CA_CERTS before Node starts; never turn verification off.',
  zh: '若是自己的 CA，请在启动 Node 之前用 NODE_EXTRA_CA_CERTS 指定其 PEM 文件；绝不要关闭证书校验。',
}
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

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  CERT_HAS_EXPIRED: {
    cause: { en: 'the certificate has expired', zh: '证书已过期' },
    fix: RENEW,
  },
  CERT_NOT_YET_VALID: {
    cause: { en: 'the certificate is not valid yet', zh: '证书尚未生效' },
    fix: RENEW,
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    cause: {
      en: 'the certificate comes from a CA that is not trusted',
      zh: '签发证书的 CA 不受信任',
    },
    fix: OWN_CA,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    cause: { en: 'the certificate is self-signed', zh: '证书是自签名的' },
    fix: OWN_CA,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    cause: { en: 'the certificate of the issuing CA is missing', zh: '缺少签发 CA 的证书' },
    fix: SEND_CHAIN,
  },
  UNABLE_TO_GET_ISSUER_CERT: {
    cause: { en: 'the certificate of the issuing CA is missing', zh: '缺少签发 CA 的证书' },
    fix: SEND_CHAIN,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    cause: { en: 'the issuing CA is not trusted', zh: '签发证书的 CA 不受信任' },
    fix: SEND_CHAIN,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    cause: { en: 'the certificate is for another host name', zh: '证书属于另一个主机名' },
    fix: {
      en: 'Use the host name that the certificate names, or issue it for this one.',
      zh: '请使用证书上的主机名，或为当前主机名重新签发证书。',
    },
  },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    cause: { en: 'no TLS at this port', zh: '该端口上没有 TLS' },
    fix: {
      en: 'The address begins with https, the port speaks something else: correct the port.',
      zh: '地址以 https 开头，而该端口使用其他协议：请改正端口。',
    },
  },
  ENOTFOUND: { cause: { en: 'the host name does not resolve', zh: '主机名无法解析' }, fix: NAME },
  EAI_AGAIN: {
    cause: { en: 'the name server does not answer', zh: '域名服务器没有应答' },
    fix: NAME,
  },
  ECONNREFUSED: {
    cause: { en: 'nothing listens at this port', zh: '该端口没有服务' },
    fix: LISTENING,
  },
  ECONNRESET: { cause: { en: 'the connection was cut', zh: '连接被切断' }, fix: LISTENING },
  UND_ERR_SOCKET: { cause: { en: 'the connection was cut', zh: '连接被切断' }, fix: LISTENING },
  ETIMEDOUT: { cause: { en: 'no connection in time', zh: '未能及时建立连接' }, fix: NETWORK },
  UND_ERR_CONNECT_TIMEOUT: {
    cause: { en: 'no connection in time', zh: '未能及时建立连接' },
    fix: NETWORK,
  },
  EHOSTUNREACH: { cause: { en: 'no way to the host', zh: '没有到达主机的路由' }, fix: NETWORK },
  ENETUNREACH: { cause: { en: 'no way to the network', zh: '没有到达网络的路由' }, fix: NETWORK },
}

/** What a network code means: `CODE (cause)` and the fix; `undefined` for anything else. */
export function explainNetwork(
  code: string | undefined,
): { readonly seen: Text; readonly fix: Text } | undefined {
  const found =
    code !== undefined && Object.hasOwn(EXPLANATIONS, code) ? EXPLANATIONS[code] : undefined
  if (found === undefined) return undefined
  const { cause, fix } = found
  return { seen: { en: `${code} (${cause.en})`, zh: `${code}（${cause.zh}）` }, fix }
}
