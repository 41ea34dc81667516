/**
 * What the tables of docs/operations.md and its Chinese twin say around the figures.
 */

/** @typedef {typeof ENGLISH} Words */
/** @typedef {import('./record.mjs').Taken & { readonly least: number, readonly most: number }} Conditions - of load */

const ENGLISH = {
  met: 'met',
  missed: '**missed**',
  'no verdict': 'no verdict',
  none: '–',
  taken: (/** @type {Conditions} */ { cores, node, least, most }) =>
    `${cores} cores, Node ${node}, load average ${least.toFixed(1)} to ${most.toFixed(1)}. Processor time in µs; the middle of ` +
    'all rounds, in brackets the quartiles. Where these span the target, or a difference is no wider than its ' +
    'own spread, there is no verdict.',
  path: ['`login.readSession` with LMDB', 'µs', 'wanted'],
  'path/signed-in': 'signed in, opened before',
  'path/anonymous': 'no cookie',
  'path/others-cookies': 'cookies of others',
  'path/forged': 'a forged cookie',
  guard: [
    ...['app', 'sessions in', 'guarded', 'unguarded', 'the guard adds', 'wanted'],
    ...['an empty middleware adds', 'unguarded / guarded', 'wanted', 'busy', 'load'],
  ],
  must: ['what must be so', 'LMDB', 'Redis', 'wanted'],
  other: ['what else', 'seen', 'wanted'],
  'scale/store': (/** @type {number} */ count) =>
    `look-ups per second in the store, among ${count.toLocaleString('en')} sessions / among 1,000`,
  'scale/login': (/** @type {number} */ count) =>
    `the same of \`login.readSession\`, among ${count.toLocaleString('en')}`,
  'scale/writes': (/** @type {number} */ count) =>
    `what a login writes, per second, among ${count.toLocaleString('en')} sessions / among 1,000`,
  'scale/collected': 'µs that a write costs more while each collects expired entries',
  'scale/bytes': 'bytes of the file for a session from the devbox and the steps of its login',
  'start/open': 'ms to open a store of more pages than are looked at',
  'start/import': "ms for `import 'catflap'`",
  'start/viewer': 'ms until the ENV viewer has answered `/readyz`, its store open',
  'start/memory': 'MB resident of an idle ENV viewer',
  'start/live': 'MB more once a process has read 10,000 sessions, without the mapped file',
  processes: [
    ...['sessions in', 'processes', 'µs per guarded request', 'times that of one'],
    ...['requests/s together', 'busy', 'load'],
  ],
  request: [
    ...['guarded by', 'µs per request', 'times Catflap', 'wanted', 'requests/s'],
    ...['ms per login', 'Catflap / it', 'wanted'],
  ],
}

/** @type {Words} */
const CHINESE = {
  met: '达到',
  missed: '**未达到**',
  'no verdict': '无法判断',
  none: '–',
  taken: (/** @type {Conditions} */ { cores, node, least, most }) =>
    `${cores} 核，Node ${node}，平均负载 ${least.toFixed(1)} 到 ${most.toFixed(1)}。处理器时间，单位 µs；取各轮的中位数，括号内为四分位数。` +
    '目标落在四分位数之间，或差值不大于其自身的离散程度时，不下结论。',
  path: ['`login.readSession`（LMDB）', 'µs', '目标'],
  'path/signed-in': '已登录，此前打开过',
  'path/anonymous': '没有 cookie',
  'path/others-cookies': '只有别人的 cookie',
  'path/forged': '伪造的 cookie',
  guard: [
    ...['应用', '会话存于', '有守卫', '无守卫', '守卫增加', '目标'],
    ...['空中间件增加', '无守卫 / 有守卫', '目标', '忙碌', '负载'],
  ],
  must: ['必须如此', 'LMDB', 'Redis', '目标'],
  other: ['其他', '测得', '目标'],
  'scale/store': (/** @type {number} */ count) =>
    `存储每秒查找次数：${count.toLocaleString('en')} 个会话 / 1,000 个会话`,
  'scale/login': (/** @type {number} */ count) =>
    `\`login.readSession\` 的同一比值，${count.toLocaleString('en')} 个会话`,
  'scale/writes': (/** @type {number} */ count) =>
    `每秒可写入的登录数：${count.toLocaleString('en')} 个会话 / 1,000 个会话`,
  'scale/collected': '写入的同时清理过期条目，每次写入增加的 µs',
  'scale/bytes': '一个 devbox 的会话及其登录步骤在文件中占的字节',
  'start/open': '打开一个页数超过检查上限的存储，ms',
  'start/import': "`import 'catflap'`，ms",
  'start/viewer': 'ENV 查看器从启动到应答 `/readyz`（存储已打开），ms',
  'start/memory': '空闲的 ENV 查看器常驻内存，MB',
  'start/live': '一个进程读过 10,000 个会话后增加的内存（不含映射文件），MB',
  processes: [
    ...['会话存于', '进程数', '每个受守卫请求 µs', '是单进程的几倍'],
    ...['合计请求数/秒', '忙碌', '负载'],
  ],
  request: [
    ...['守卫', '每个请求 µs', '是 Catflap 的几倍', '目标', '请求数/秒'],
    ...['每次登录 ms', 'Catflap / 它', '目标'],
  ],
}

export const WORDS = { en: ENGLISH, zh: CHINESE }

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
