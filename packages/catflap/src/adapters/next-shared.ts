/**
 * What the bundles of one Next process share. Each has a copy of this module, so all of it hangs on
 * `globalThis`: the logins, and the key that vouches for a page's address on its way from `proxy.ts`
 * to the page.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Login } from '../login.ts'

const SHARED: unique symbol = Symbol.for('catflap/next') as never

interface Shared {
  readonly logins: Map<string, Login>
  readonly key: Buffer
}
type Global = typeof globalThis & { [SHARED]?: Shared }

const shared = (): Shared =>
  ((globalThis as Global)[SHARED] ??= { logins: new Map(), key: randomBytes(32) })

/**
 * The login of a name, made when it is first asked for; one that cannot be made is tried again.
 *
 * @throws what `make` throws
 */
export function shareLogin(name: string, make: () => Login): Login {
  const { logins } = shared()
  const there = logins.get(name)
  if (there !== undefined) return there
  const login = make()
  logins.set(name, login)
  return login
}

/** The address of a page, as {@link openPage} takes it. */
export function sealPage(page: string): string {
  return `${codeOf(page)}.${page}`
}

/** The address that this process has sealed; `undefined` of anything else, which a client may have sent. */
export function openPage(sealed: string | null): string | undefined {
  if (sealed === null) return undefined
  const page = sealed.slice(sealed.indexOf('.') + 1)
  const expected = Buffer.from(sealPage(page))
  const seen = Buffer.from(sealed)
  return seen.length === expected.length && timingSafeEqual(seen, expected) ? page : undefined
}

const codeOf = (page: string): string =>
  createHmac('sha256', shared().key).update(page).digest('base64url')
