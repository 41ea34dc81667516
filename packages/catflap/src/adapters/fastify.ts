/**
 * Fastify 5. It carries; it decides nothing about login.
 *
 * The session lies in `request.auth`: `request.session` belongs to @fastify/session.
 */
import type {
  FastifyPluginCallback,
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
} from 'fastify'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'
import { meets, type Need, refusal } from './need.ts'
import { askedOf, authenticate, isAnswer } from './node-authenticate.ts'

/** Among the types of Fastify the name `Session` is that of @fastify/session. */
type LoginSession = Session

declare module 'fastify' {
  interface FastifyRequest {
    /** The session; `undefined` when nobody is signed in, and never behind `requireLogin`. */
    auth: LoginSession | undefined
  }
  interface FastifyInstance {
    /** A hook that lets only requests with a session pass. */
    requireLogin: onRequestHookHandler
    /**
     * The same, but a session must have begun with a login at the provider: whom LazyCat's ingress alone
     * names (`session.acceptIngressUser`) is led there.
     */
    requireOidcLogin: onRequestHookHandler
    /** Makes a hook that lets only people pass who are in one of some groups; others get 403. */
    requireGroup(...groups: readonly string[]): onRequestHookHandler
  }
}

/** Options of the plugin. */
export interface LoginPluginOptions {
  readonly login: Login
}

/** What the hook found: `auth` anybody may write. */
const SESSION: unique symbol = Symbol('catflap session')
type Seen = FastifyRequest & { [SESSION]: Session | undefined }
type Done = (error?: Error) => void

/** Answers the login's paths, and tells every route who is signed in. */
const plugin: FastifyPluginCallback<LoginPluginOptions> = (app, { login }, registered) => {
  function pass(
    found: Response | Session | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
    done: Done,
  ): void {
    if (isAnswer(found)) return void reply.send(found)
    request.auth = found
    ;(request as Seen)[SESSION] = found
    done()
  }

  app.decorateRequest('auth', undefined)
  app.decorateRequest(SESSION, undefined)
  const guard = (need: Need): onRequestHookHandler =>
    function requireLogin(request, reply, done) {
      const session = (request as Seen)[SESSION]
      if (meets(session, need)) return done()
      reply.send(refusal(login, session, need, askedOf(request.raw, request.originalUrl)))
    }
  app.decorate('requireLogin', guard({}))
  app.decorate('requireOidcLogin', guard({ source: 'oidc' }))
  app.decorate('requireGroup', (...groups) => guard({ groups }))
  app.addHook('onRequest', function loginHook(request, reply, done) {
    const found = authenticate(login, request.raw, request.originalUrl)
    if (!(found instanceof Promise)) return pass(found, request, reply, done)
    void found.then((later) => pass(later, request, reply, done)).catch(done)
  })
  registered()
}

// What fastify-plugin would do: the plugin belongs to the instance that registers it.
Object.assign(plugin, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('plugin-meta')]: { name: 'catflap', fastify: '5.x' },
})

export default plugin
