/**
 * Redis goes away under load and comes back, in turn in order (SIGTERM) and without warning
 * (SIGKILL). Nobody may be signed out by that, and nobody sent to a login: until it is back every
 * answer is a 503 that says when to ask again and leaves the cookie alone.
 */
import { createCrowd } from './support/crowd.mjs'
import { must } from './support/record.mjs'
import { printTable, QUICK, sleep, whole } from './support/report.mjs'
import { inRedis } from './support/stores.mjs'

const [PROCESSES, RESTARTS, SESSIONS] = [2, QUICK ? 2 : 6, 40]
/** Milliseconds for which Redis is away: shorter than a command's patience, and longer. */
const AWAY = [500, 3000]

const redis = await inRedis()
const crowd = await createCrowd(redis, { processes: PROCESSES, sessions: SESSIONS })
const seen = { ok: 0, unavailable: 0, signedOut: 0, other: 0, cookies: 0 }
let lastRefusal = 0
crowd.begin((_, answer) => {
  const { status = 0, headers = {} } = answer ?? {}
  if (status === 200) seen.ok++
  else if (status === 503 && headers['retry-after'] !== undefined) seen.unavailable++
  else if (status === 401 || status === 302 || status === 303) seen.signedOut++
  else seen.other++
  if (status !== 200) lastRefusal = performance.now()
  if (headers['set-cookie'] !== undefined) seen.cookies++
})

const recoveries = /** @type {number[]} */ ([])
for (let restart = 0; restart < RESTARTS; restart++) {
  await sleep(1000)
  await redis.restart(restart % 2 === 0 ? 'SIGTERM' : 'SIGKILL', AWAY[(restart >> 1) % 2] ?? 0)
  const back = performance.now()
  await sleep(2500)
  recoveries.push(Math.max(0, lastRefusal - back))
}
await crowd.finish()
const lost = await crowd.lost()
const { requests, sessions } = crowd
await crowd.close()

printTable(
  `Redis restarted ${RESTARTS} times under load, appendonly yes, appendfsync always`,
  ['requests', '200', '503 with Retry-After', '401 or a redirect', 'other', 'sessions', 'lost'],
  [
    [
      ...[whole(requests), whole(seen.ok), whole(seen.unavailable)],
      ...[seen.signedOut, seen.other, sessions, lost],
    ],
  ],
)
console.log(`  last 503 after Redis answered again: at most ${whole(Math.max(...recoveries))} ms`)
const times = RESTARTS
must('restart/lost', redis.name, { seen: lost, of: sessions, times })
must('restart/signed-out', redis.name, { seen: seen.signedOut, of: requests, times })
must('restart/other', redis.name, { seen: seen.other, of: requests, times })
must('restart/cookies', redis.name, { seen: seen.cookies, of: requests, times })
