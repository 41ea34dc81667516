/**
 * Secrets are shown to a fresh login only: what the groups say may have changed since an older one, and
 * whoever sits at the browser, too.
 */
import type { Session } from 'catflap'
import { page, pageContext, problem } from './answer.tsx'
import { StepUpPage } from './pages/step-up.tsx'
import { type Site, type Visit, wantsPage } from './site.ts'

/** Seconds for which a login may have secrets shown. */
const FRESH = 300

const CODE = 'AUTHENTICATION_REQUIRED'

/** True of a login that is fresh enough. A clock that was set back makes no old one young. */
export function isFresh({ now }: Site, { createdAt }: Session): boolean {
  return Math.abs(now() - createdAt) < FRESH
}

/**
 * Asks for a new login instead of showing secrets.
 *
 * @param back - path of the page without secrets, to which the login returns
 */
export function askFreshLogin(site: Site, c: Visit, back: string): Response {
  const { login } = site.login?.paths ?? { login: '/login' }
  const again = `${login}?prompt=login&return_to=${encodeURIComponent(back)}`
  const context = pageContext(site, c)
  const { title, lead } = context.text.stepUp
  const minutes = FRESH / 60
  site.metrics.observe({ type: 'request-refused', code: CODE })
  site.log({ type: 'request-refused', code: CODE, message: 'viewer: secrets need a fresh login' })
  if (wantsPage(c)) {
    return page(<StepUpPage context={context} stepUp={{ minutes, login: again, back }} />, 401)
  }
  return problem(401, { title, detail: lead(minutes), code: CODE, login: again })
}
