/**
 * Tells a probe of this very machine from everybody who comes through an ingress or a proxy.
 */
import type { HttpBindings } from '@hono/node-server'
import { INGRESS_HEADER_PREFIX } from 'catflap-lazycat/facts'
import type { Visit } from './site.ts'

const LOOPBACK_PEER = /^(127\.|::1$|::ffff:127\.)/
const LOOPBACK_HOST = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/
/** What an ingress or a proxy adds. A header can only take the access away, never give it. */
const PROXY_HEADER = /^(x-forwarded|x-real-ip$|forwarded$|via$)/

/** True when the connection comes from a loopback address, by a loopback name, and from no proxy. */
export function isLocalProbe(c: Visit): boolean {
  // Without a server around the app there is no connection to judge.
  const peer = (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress
  if (peer === undefined || !LOOPBACK_PEER.test(peer)) return false
  // A page that has its own name resolved to this machine still sends that name.
  if (!LOOPBACK_HOST.test(new URL(c.req.url).hostname)) return false
  return ![...c.req.raw.headers.keys()].some(
    (name) => PROXY_HEADER.test(name) || name.startsWith(INGRESS_HEADER_PREFIX.value),
  )
}
