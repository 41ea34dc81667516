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
  'scale/bytes':
    'bytes of the file for a session from the devbox, the steps of its login and its part of a list',
  'start/open': 'ms to open a store of more pages than are looked at',
  'start/import': "ms for `import 'catflap'`",
  'start/viewer': 'ms until the ENV viewer has answered `/readyz`, its store open',
  'start/memory': 'MB resident of an idle ENV viewer',
  'start/live': 'MB more once a process has read 10,000 sessions, without the mapped file',
  'suite/whole': (/** @type {number} */ count) =>
    `s on the clock for \`npm test\`, ${count} of the processors`,
  'suite/quick': (/** @type {number} */ count) =>
    `s on the clock for \`npm run test:quick\`, ${count} of the processors`,
  processes: [
    ...['sessions in', 'processes', 'µs per guarded request', 'times that of one'],
    ...['requests/s together', 'busy', 'load'],
  ],
  request: [
    ...['guarded by', 'µs per request', 'times Catflap', 'wanted', 'requests/s'],
    ...['ms per login', 'Catflap / it', 'wanted'],
  ],
  'gate-auth': [
    ...['gate', 'sessions in', 'µs per answer to a proxy', 'times catflap-gate with a like store'],
    ...['wanted', 'answers/s', 'busy', 'load'],
  ],
  'gate-proxy': [
    ...['in front of the app', 'sessions in', 'µs per request', 'plain proxy / it', 'wanted'],
    ...['ms added, half of the answers', 'ms added, 99 of 100', 'requests/s', 'busy', 'load'],
  ],
  'gate-memory': ['gate', 'sessions in', 'MB idle', 'MB with 1,000 open WebSockets'],
  stores: {
    LMDB: 'LMDB',
    cookie: 'the cookie',
    memory: 'shared memory',
    Redis: 'Redis',
    none: '–',
  },
  plain: 'a plain proxy on node:http',
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
  'scale/bytes': '一个 devbox 的会话、其登录步骤以及它在列表中的一份在文件中占的字节',
  'start/open': '打开一个页数超过检查上限的存储，ms',
  'start/import': "`import 'catflap'`，ms",
  'start/viewer': 'ENV 查看器从启动到应答 `/readyz`（存储已打开），ms',
  'start/memory': '空闲的 ENV 查看器常驻内存，MB',
  'start/live': '一个进程读过 10,000 个会话后增加的内存（不含映射文件），MB',
  'suite/whole': (/** @type {number} */ count) =>
    `\`npm test\` 所用的时钟时间，s（处理器时间 ${count} s）`,
  'suite/quick': (/** @type {number} */ count) =>
    `\`npm run test:quick\` 所用的时钟时间，s（处理器时间 ${count} s）`,
  processes: [
    ...['会话存于', '进程数', '每个受守卫请求 µs', '是单进程的几倍'],
    ...['合计请求数/秒', '忙碌', '负载'],
  ],
  request: [
    ...['守卫', '每个请求 µs', '是 Catflap 的几倍', '目标', '请求数/秒'],
    ...['每次登录 ms', 'Catflap / 它', '目标'],
  ],
  'gate-auth': [
    ...['网关', '会话存于', '每次应答代理 µs', '是同类存储 catflap-gate 的几倍'],
    ...['目标', '应答/秒', '忙碌', '负载'],
  ],
  'gate-proxy': [
    ...['应用之前', '会话存于', '每个请求 µs', '普通代理 / 它', '目标'],
    ...['增加的 ms，半数应答', '增加的 ms，100 个中的 99 个', '请求数/秒', '忙碌', '负载'],
  ],
  'gate-memory': ['网关', '会话存于', '空闲时 MB', '打开 1,000 个 WebSocket 时 MB'],
  stores: { LMDB: 'LMDB', cookie: 'cookie 中', memory: '共享内存', Redis: 'Redis', none: '–' },
  plain: 'node:http 上的普通代理',
}

export const WORDS = { en: ENGLISH, zh: CHINESE }
