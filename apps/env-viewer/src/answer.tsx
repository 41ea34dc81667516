/**
 * How the viewer answers: pages in the frame, problem details for programs.
 */
import { errorText, LoginError, type LoginFailure, pickLanguage } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { SCRIPT_POLICY } from './headers.ts'
import type { PageContext } from './pages/layout.tsx'
import { ProblemPage } from './pages/problem.tsx'
import { SetupPage } from './pages/setup.tsx'
import { withoutSecrets } from './problems/without-secrets.ts'
import { boxRole, roleOf } from './role.ts'
import { headersOf, type Site, type Visit, wantsPage } from './site.ts'
import { TEXTS } from './texts/by-language.ts'

/** What the page that answers a request needs to know of it. */
export function pageContext(site: Site, c: Visit): PageContext {
  const language = pickLanguage(headersOf(c))
  const session = c.get('session')
  return {
    language,
    text: TEXTS[language],
    path: c.req.path,
    session,
    administrator: session !== undefined && roleOf(site, c, session) === 'administrator',
    boxRole: boxRole(site, c),
    logout: site.login?.paths.logout,
    provider: site.login?.provider(),
  }
}

/**
 * Answers with a page.
 *
 * @param kind - `scripted`: the page may run our scripts
 */
export function page(
  content: JSX.Element,
  status = 200,
  kind: 'plain' | 'scripted' = 'plain',
): Response {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    ...(kind === 'scripted' && { 'content-security-policy': SCRIPT_POLICY }),
  }
  return new Response(`<!doctype html>${content.toString()}`, { status, headers })
}

/** Answers a request that failed, and logs it. Anything but a `LoginError` is a bug of ours. */
export function refuse(site: Site, c: Visit, thrown: unknown): Response {
  const error = thrown instanceof LoginError ? thrown : internalError(thrown)
  const { code, message, status, cause, reason } = error
  const stack = cause instanceof Error ? cause.stack : undefined
  const told = { type: 'request-refused', code, ...(reason && { reason }) } as const
  site.metrics.observe(told)
  site.log({ ...told, message, ...(stack && { stack }) })
  const login = code === 'FORBIDDEN' ? site.login?.paths.login : undefined
  const context = pageContext(site, c)
  if (wantsPage(c)) {
    const told = withoutSecrets({ error, login, trace: undefined, now: site.now() }, site.hide)
    return page(<ProblemPage context={context} problem={told} />, status)
  }
  const { title, fix } = errorText(error, context.language, context.provider)
  return problem(status, { title, detail: fix, code, ...(reason && { reason }) })
}

/** The page of a login that failed, which the library answers with. */
export function failurePage(
  site: Pick<Site, 'now' | 'hide'>,
  { error, login, trace, header, provider }: LoginFailure,
): Response {
  const language = pickLanguage(header)
  const context: PageContext = {
    language,
    text: TEXTS[language],
    path: '',
    session: undefined,
    administrator: false,
    boxRole: undefined,
    logout: undefined,
    provider,
  }
  const problem = withoutSecrets({ error, login, trace, now: site.now() }, site.hide)
  return page(<ProblemPage context={context} problem={problem} />, error.status, 'scripted')
}

/** Answers everything protected while the login is not configured: closed, and saying why. */
export function refuseUnconfigured(site: Site, c: Visit): Response {
  const context = pageContext(site, c)
  const { problems } = site
  if (wantsPage(c)) return page(<SetupPage context={context} problems={problems} />, 503)
  const { title, closed } = context.text.setup
  return problem(503, {
    title,
    detail: closed,
    code: 'CONFIGURATION_INVALID',
    problems: problems.map(({ variable, seen, fix }) => {
      return { variable, seen, fix: fix[context.language] }
    }),
  })
}

/** Problem details (RFC 9457). */
export function problem(status: number, members: Readonly<Record<string, unknown>>): Response {
  const body = JSON.stringify({ type: 'about:blank', status, ...members })
  return new Response(body, { status, headers: { 'content-type': 'application/problem+json' } })
}

function internalError(cause: unknown): LoginError {
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'a bug in this app'
  return new LoginError('INTERNAL', message, { cause })
}
