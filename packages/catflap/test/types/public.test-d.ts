/** The public API as types. Compiled with everything else; nothing here runs. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { createSecureServer } from 'node:http2'
import type { Hono } from 'hono'
import type { GuardedEnv, LoginEnv, requireLogin, withLogin } from '../../src/adapters/hono.ts'
import type { NextLogin } from '../../src/adapters/next.ts'
import type * as node from '../../src/adapters/node.ts'
import {
  createLogin,
  type createMemoryStore,
  ERRORS,
  type EventListener,
  type Login,
  type LoginErrorCode,
  type LoginEvent,
  type LoginOptions,
  type MaybePromise,
  type Session,
  type SessionStore,
  type SigningAlgorithm,
} from '../../src/index.ts'

type Equals<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
/** Fails to compile for anything but `true`. */
type Holds<T extends true> = T

export type Checks = [
  Holds<Equals<keyof typeof ERRORS, LoginErrorCode>>,
  Holds<Equals<string extends LoginErrorCode ? true : false, false>>,
  Holds<Equals<SigningAlgorithm, `${'RS' | 'PS' | 'ES'}${256 | 384 | 512}` | 'EdDSA'>>,
  Holds<Equals<ReturnType<typeof createLogin>, Login>>,
  Holds<Equals<ReturnType<Login['readSession']>, MaybePromise<Session | undefined>>>,
  Holds<Equals<Parameters<Login['readSession']>, [string | undefined, string | undefined]>>,
  Holds<Equals<ReturnType<typeof node.readSession>, ReturnType<Login['readSession']>>>,
  Holds<Equals<ReturnType<Login['handle']>, Promise<Response>>>,
  Holds<Equals<Session['source'], 'oidc' | 'ingress'>>,
  Holds<Equals<ReturnType<typeof createMemoryStore>, SessionStore>>,
  Holds<Equals<Parameters<EventListener>[0], LoginEvent>>,
  Holds<Equals<Parameters<node.OpenHandler>[2], Session | undefined>>,
  Holds<Equals<Parameters<node.GuardedHandler>[2], Session>>,
  Holds<Equals<LoginEnv['Variables']['session'], Session | undefined>>,
  Holds<Equals<GuardedEnv['Variables']['session'], Session>>,
]

createLogin()
createLogin({})
createLogin({ provider: { algorithms: ['ES256'] }, client: { scopes: [] }, session: {} })
createLogin({ environment: process.env })
createLogin({ session: { acceptIngressUser: true } })
createLogin({ session: { acceptIngressUser: { sources: ['client', 'app:self'] } } })

// @ts-expect-error whoever leaves the ingress user out would serve one person's session to all
void createLogin().readSession('catflap=1')
// @ts-expect-error whose word counts is written out
createLogin({ session: { acceptIngressUser: {} } })
// @ts-expect-error an option that does not exist
createLogin({ clientId: 'x' })
// @ts-expect-error undefined is not the same as absent
createLogin({ client: { id: undefined } })
// @ts-expect-error none proves nothing
createLogin({ provider: { algorithms: ['none'] } })
// @ts-expect-error HMAC is never accepted
createLogin({ provider: { algorithms: ['HS256'] } })
// @ts-expect-error durations are numbers of seconds
createLogin({ session: { idleLifetime: '1d' } })
// @ts-expect-error the list of codes is closed
export const code: LoginErrorCode = 'SOMETHING_ELSE'

export function readOnly(options: LoginOptions, session: Session): void {
  // @ts-expect-error options are only read
  options.provider = {}
  // @ts-expect-error no guard wants the ingress's word alone
  session.meets({ source: 'ingress' })
  // @ts-expect-error a session is only read
  session.sub = 'x'
  // @ts-expect-error and so is its list of groups
  session.groups.push('ADMIN')
  // @ts-expect-error and so are the statuses
  ERRORS.FORBIDDEN.status = 200
}

export function hono(
  open: Hono<LoginEnv>,
  guarded: Hono<GuardedEnv>,
  login: { with: ReturnType<typeof withLogin>; require: ReturnType<typeof requireLogin> },
): void {
  open.use(login.with).get('/', (c) => c.text(c.get('session')?.sub ?? ''))
  guarded.use(login.require).get('/', (c) => c.text(c.get('session').sub))
  // @ts-expect-error nobody may be signed in here
  open.get('/', (c) => c.text(c.get('session').sub))
}

export async function next({ getSession, requireSession, handlers }: NextLogin): Promise<void> {
  const session = await requireSession()
  session.source satisfies 'oidc' | 'ingress'
  await requireSession({ source: 'oidc', groups: ['ADMIN'] })
  session.sub satisfies string
  handlers satisfies Record<'GET' | 'POST', (request: Request) => Promise<Response>>
  // @ts-expect-error nobody may be signed in here
  ;(await getSession()).sub satisfies string
}

/** As the types of Express 5 describe its app and its router. */
interface Express {
  (req: IncomingMessage, res: ServerResponse): unknown
  use(...handlers: readonly unknown[]): this
}

export function nodeHttp(
  { withLogin, requireLogin }: typeof node,
  login: Login,
  app: Express,
): RequestListener {
  // @ts-expect-error an app of Express would take the session for its next
  requireLogin(login, app)
  // @ts-expect-error likewise
  withLogin(login, app)
  // @ts-expect-error nobody may be signed in here
  withLogin(login, (_req, res, session) => res.end(session.sub))
  withLogin(login, (req, res) => app(req, res))
  createServer(requireLogin(login, (_req, res, session) => res.end(session.sub)))
  requireLogin(login, (_req, res, session) => res.end(session.sub), { source: 'oidc' })
  // @ts-expect-error a demand that does not exist would demand nothing
  requireLogin(login, (_req, res) => res.end(), { Source: 'oidc' })
  createSecureServer(
    { allowHTTP1: true },
    requireLogin(login, async () => {}),
  )
  return withLogin(login, () => {})
}

export const events: LoginOptions = { onEvent: async () => {} }
