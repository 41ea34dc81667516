/** The rows of the tables of docs/operations.md, by the ids of their figures. */

/** The apps of bench/guard.mjs. */
export const APPS = {
  node: 'node:http',
  hono: 'Hono',
  express: 'Express',
  fastify: 'Fastify',
  koa: 'Koa',
}
/** The rows of bench/peers.mjs. */
export const PEERS = {
  'catflap-express': 'Catflap, LMDB (Express)',
  'express-openid-connect': 'express-openid-connect (Express)',
  'auth-express': '@auth/express (Express)',
  'passport-memory': 'passport-openidconnect, memory (Express)',
  'passport-redis': 'passport-openidconnect, Redis (Express)',
  'catflap-hono': 'Catflap, LMDB (Hono)',
  'hono-oidc-auth': '@hono/oidc-auth (Hono)',
}

/** What has no spread: it is as wanted, or something is broken. Each of how often a bench did its worst. */
export const MUST = {
  'storm/expiries': {
    en: (/** @type {number} */ times) =>
      `expiries of ${times} that cost one token request, with 200 requests at once in each of 4 processes`,
    zh: (/** @type {number} */ times) =>
      `令牌到期 ${times} 次，4 个进程各有 200 个请求同时到来：恰好只有一次令牌请求的到期`,
  },
  'storm/failed': {
    en: () => 'requests that failed, or were given another token than the rest',
    zh: () => '其中失败的、或拿到的令牌与其他请求不同的请求',
  },
  'kill/lost': {
    en: (/** @type {number} */ times) =>
      `sessions lost when one of 4 processes under load was killed ${times} times`,
    zh: (/** @type {number} */ times) => `负载下 4 个进程之一被强行终止 ${times} 次：丢失的会话`,
  },
  'kill/failed': {
    en: () => 'requests failed at the others',
    zh: () => '其余进程上失败的请求',
  },
  'restart/lost': {
    en: (/** @type {number} */ times) =>
      `sessions lost when Redis was restarted under load ${times} times`,
    zh: (/** @type {number} */ times) => `负载下 Redis 重启 ${times} 次：丢失的会话`,
  },
  'restart/signed-out': {
    en: () => 'requests answered 401 or sent to the login',
    zh: () => '得到 401 或被送去登录的请求',
  },
  'restart/other': {
    en: () => 'requests answered otherwise than 200, or 503 with `Retry-After`',
    zh: () => '既非 200、也非带 `Retry-After` 的 503 的应答',
  },
  'restart/cookies': {
    en: () => 'answers that touched a cookie',
    zh: () => '改动了 cookie 的应答',
  },
}
/** The rows of bench/gate.mjs: name, and where sessions are. */
export const GATES = /** @type {const} */ ({
  'catflap-gate-lmdb': ['catflap-gate', 'LMDB'],
  'catflap-gate-redis': ['catflap-gate', 'Redis'],
  'oauth2-proxy-cookie': ['oauth2-proxy 7.15.6', 'cookie'],
  'oauth2-proxy-redis': ['oauth2-proxy 7.15.6', 'Redis'],
  'mod-auth-openidc-memory': ['mod_auth_openidc of Debian', 'memory'],
  'mod-auth-openidc-redis': ['mod_auth_openidc of Debian', 'Redis'],
})
