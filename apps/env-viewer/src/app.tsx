/**
 * Every route of the viewer in one table, with who may use it.
 */
import { LoginError } from 'catflap'
import { type LoginEnv, withLogin } from 'catflap/hono'
import { type Handler, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { page, pageContext, refuse, refuseUnconfigured } from './answer.tsx'
import { guarded } from './guard.ts'
import { secureHeaders } from './headers.ts'
import { languageSwitch } from './language.ts'
import { HomePage } from './pages/home.tsx'
import { ICON } from './pages/icon.ts'
import { STYLE } from './pages/style.ts'
import { askedOf } from './pages/ways.tsx'
import { asset } from './routes/assets.ts'
import { showAttempts, tellAttempts } from './routes/attempts.tsx'
import { showDoctor, tellDoctor } from './routes/doctor.tsx'
import {
  downloadEnvironment,
  FILE_FORMS,
  showEnvironment,
  tellEnvironment,
} from './routes/environment.tsx'
import { answerHealth, answerReadiness } from './routes/health.ts'
import { metricsForScraper, tellMetrics } from './routes/metrics.ts'
import { showRecipes } from './routes/recipes.tsx'
import { showSession, tellSession } from './routes/session.tsx'
import {
  endEverywhere,
  endSession,
  renewSession,
  showSessions,
  showSignedOut,
} from './routes/sessions.tsx'
import type { Site, Visit } from './site.ts'

/** More than any form of ours holds, in bytes. */
const FORM_LIMIT = 4096

interface Row {
  readonly path: string
  /** Whether it answers POST, besides GET or alone. */
  readonly post: boolean | 'only'
  readonly handler: Handler<LoginEnv>
}

/** Makes the app. */
export function createApp(site: Site): Hono<LoginEnv> {
  const { login } = site
  const app = new Hono<LoginEnv>()
  app.onError((error, c) => refuse(site, c, error))
  app.notFound((c) => refuse(site, c, new LoginError('NOT_FOUND', 'viewer: no such path')))
  app.use(secureHeaders())
  mount(app, openRows(site), site)
  app.use('/metrics', metricsForScraper(site))
  app.use(languageSwitch(site))
  if (login !== undefined) app.use(withLogin(login))
  else for (const path of LOGIN_PATHS) app.all(path, (c) => refuseUnconfigured(site, c))
  app.use(formLimit(site))
  mount(app, pageRows(site), site)
  return app
}

function formLimit(site: Site): MiddlewareHandler<LoginEnv> {
  const refuseForm = (c: Visit) => c.text(pageContext(site, c).text.problem.tooLarge, 413)
  return bodyLimit({ maxSize: FORM_LIMIT, onError: refuseForm })
}

/** What the login answers when it is configured. */
const LOGIN_PATHS = ['/login', '/callback', '/logout']

/** Answered before anybody asks who is signed in, so that a store that is down cannot matter. */
function openRows(site: Site): readonly Row[] {
  return [
    { path: '/healthz', post: false, handler: answerHealth },
    { path: '/readyz', post: false, handler: (c) => answerReadiness(site, c) },
    { path: '/style.css', post: false, handler: asset(STYLE, 'text/css; charset=utf-8') },
    { path: '/favicon.svg', post: false, handler: asset(ICON, 'image/svg+xml') },
  ]
}

function pageRows(site: Site): readonly Row[] {
  const downloads = Object.entries(FILE_FORMS).map(([name, form]) => ({
    path: `/env/download/${name}`,
    post: form.hasSecrets,
    handler: guarded(site, 'administrator', (c, session) =>
      downloadEnvironment(form, site, c, session),
    ),
  }))
  return [
    {
      path: '/',
      post: false,
      handler: (c) =>
        page(<HomePage context={pageContext(site, c)} site={site} asked={askedOf(c)} />),
    },
    {
      path: '/session',
      post: true,
      handler: guarded(site, 'anyone', (c, session) => showSession(site, c, session)),
    },
    {
      path: '/api/session',
      post: false,
      handler: guarded(site, 'anyone', (c, session) => tellSession(site, c, session)),
    },
    {
      path: '/env',
      post: true,
      handler: guarded(site, 'administrator', (c, session) => showEnvironment(site, c, session)),
    },
    {
      path: '/api/env',
      post: false,
      handler: guarded(site, 'administrator', (c) => tellEnvironment(site, c)),
    },
    {
      path: '/doctor',
      post: false,
      handler: guarded(site, 'administrator', (c) => showDoctor(site, c)),
    },
    {
      path: '/api/doctor',
      post: false,
      handler: guarded(site, 'administrator', (c) => tellDoctor(site, c)),
    },
    {
      path: '/attempts',
      post: false,
      handler: guarded(site, 'administrator', (c) => showAttempts(site, c)),
    },
    {
      path: '/api/attempts',
      post: false,
      handler: guarded(site, 'administrator', (c) => tellAttempts(site, c)),
    },
    ...downloads,
    {
      path: '/recipes',
      post: false,
      handler: guarded(site, 'anyone', (c) => showRecipes(site, c)),
    },
    ...sessionRows(site),
    { path: '/metrics', post: false, handler: (c) => tellMetrics(site, c) },
  ]
}

function sessionRows(site: Site): readonly Row[] {
  const signedIn = (handler: typeof showSessions) =>
    guarded(site, 'anyone', (c, session) => handler(site, c, session))
  const everywhere = signedIn(endEverywhere)
  return [
    { path: '/sessions', post: false, handler: signedIn(showSessions) },
    { path: '/session/renew', post: 'only', handler: signedIn(renewSession) },
    { path: '/sessions/end', post: 'only', handler: signedIn(endSession) },
    {
      path: '/sessions/everywhere',
      post: true,
      handler: (c, next) =>
        c.req.method === 'POST' ? everywhere(c, next) : showSignedOut(site, c),
    },
  ]
}

/** GET answers HEAD too; every other method of a known path is refused with what is allowed. */
function mount(app: Hono<LoginEnv>, rows: readonly Row[], site: Site): void {
  for (const { path, post, handler } of rows) {
    if (post !== 'only') app.get(path, handler)
    if (post) app.post(path, handler)
    app.all(path, (c) => {
      const error = new LoginError('METHOD_NOT_ALLOWED', `viewer: no ${c.req.method} on ${path}`)
      const response = refuse(site, c, error)
      const reads = post === 'only' ? [] : ['GET', 'HEAD']
      response.headers.set('allow', [...reads, ...(post ? ['POST'] : [])].join(', '))
      return response
    })
  }
}
