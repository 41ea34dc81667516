/** The session as a page, with tokens on demand, and as JSON. */
import type { Session } from 'catflap'
import { page, pageContext } from '../answer.tsx'
import { readForm } from '../form.ts'
import { SessionPage } from '../pages/session.tsx'
import { roleOf } from '../role.ts'
import type { Site, Visit } from '../site.ts'

/** `GET` and `POST /session`. */
export async function showSession(site: Site, c: Visit, session: Session): Promise<Response> {
  const revealed = c.req.method === 'POST' && (await readForm(c)).get('reveal') === 'tokens'
  const context = pageContext(site, c)
  const details = session.details()
  const trace = session.trace()
  const view = { context, site, session, details, trace, revealed }
  return page(<SessionPage view={view} />, 200, 'scripted')
}

/** `GET /api/session`: what the login brought, in one object. */
export async function tellSession(site: Site, c: Visit, session: Session): Promise<Response> {
  const accessToken = await session.accessToken()
  const { idToken, accessTokenExpiresAt } = session.details()
  const { sub, groups, claims, userInfo, createdAt, expiresAt } = session
  const role = roleOf(site, c, session)
  return c.json({
    accessToken,
    idToken,
    userInfo,
    claims,
    sub,
    groups,
    administrator: role === 'administrator',
    accessTokenExpiresAt: accessTokenExpiresAt ?? null,
    createdAt,
    expiresAt,
  })
}
