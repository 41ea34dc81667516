/**
 * Whether a request came by another name of the app than the one that the provider returns to.
 */
import { LOOPBACK } from '../protocol/url.ts'

/**
 * True of another name under which browsers reach the app, where the cookie of a login would not be
 * there when the provider returns to the one registered address: `<prefix>-<host>` on LazyCat, and of
 * an app on plain http, which only loopback may use, every other name of this machine with its port.
 * The header only chooses whether to go to that address, never where.
 */
export function isOtherName(host: string | null | undefined, origin: string): boolean {
  if (!host) return false
  const own = new URL(origin)
  if (host.endsWith(`-${own.host}`)) return true
  if (own.protocol !== 'http:' || host === own.host) return false
  const [, name = '', port = '80'] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? []
  return LOOPBACK.test(name) && port === (own.port || '80')
}
