/**
 * What is wanted of each figure that a bench takes. docs/operations.md shows them, and a test compares.
 */

/** @type {Readonly<Record<string, import('./support/statistics.mjs').Target>>} */
export const TARGETS = {
  'guard/node/LMDB': { least: 0.85 },
  'guard/node/Redis': { least: 0.6 },
  'guard/hono/LMDB': { least: 0.9 },
  'guard/express/LMDB': { least: 0.95 },
  'guard/fastify/LMDB': { least: 0.9 },
  'guard/koa/LMDB': { least: 0.93 },
  'adds/node/LMDB': { most: 2.5 },
  'scale/store': { least: 0.9 },
  'scale/login': { least: 0.9 },
  'scale/writes': { least: 0.8 },
  'scale/bytes': { most: 4832 },
  'start/import': { most: 60 },
  'start/viewer': { most: 350 },
  'start/memory': { most: 90 },
  'start/live': { most: 20 },
  'start/open': { most: 50 },
  'suite/whole': { most: 240 },
  'suite/quick': { most: 40 },
  'path/anonymous': { most: 0.3 },
  'path/forged': { most: 3 },
  'request/express-openid-connect': { least: 3.5 },
  'request/hono-oidc-auth': { least: 3.5 },
  'login/express-openid-connect': { most: 1 },
  'gate-auth/oauth2-proxy-redis': { least: 1.5 },
  'gate-proxy/catflap-gate-lmdb': { least: 0.8 },
}
