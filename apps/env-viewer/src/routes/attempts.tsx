/** The last attempts to sign in, as a page and as JSON. */
import type { LoginAttempt } from 'catflap'
import { page, pageContext } from '../answer.tsx'
import { AttemptsPage } from '../pages/attempts.tsx'
import type { Site, Visit } from '../site.ts'

/** `GET /attempts`. */
export async function showAttempts(site: Site, c: Visit): Promise<Response> {
  const props = { context: pageContext(site, c), now: site.now(), attempts: await listOf(site) }
  return page(<AttemptsPage {...props} />, 200, 'scripted')
}

/** `GET /api/attempts`. */
export async function tellAttempts(site: Site, c: Visit): Promise<Response> {
  return c.json({ attempts: await listOf(site) })
}

async function listOf({ login, hide }: Site): Promise<readonly LoginAttempt[]> {
  const attempts = (await login?.listAttempts()) ?? []
  return attempts.map((one) => ({
    ...one,
    expected: one.expected && hide(one.expected),
    seen: one.seen && hide(one.seen),
  }))
}
