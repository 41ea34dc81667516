/**
 * Many requests at once on an expired access token, in several processes, at a provider that rotates
 * refresh tokens and takes each one once: how many token requests does an expiry cost?
 *
 * A second use of a refresh token would end the session, so a failed request is a race lost.
 */
import { createDevbox } from 'catflap-devbox'
import { get, REDIRECT_URI, signIn } from './support/agent.mjs'
import { startApp } from './support/processes.mjs'
import { must } from './support/record.mjs'
import { median, printTable, QUICK, sleep, whole } from './support/report.mjs'
import { inLmdb, inRedis } from './support/stores.mjs'

const [PROCESSES, REQUESTS, EXPIRIES] = [4, 200, QUICK ? 3 : 50]
/** Seconds that an access token lives at the box. */
const LIFETIME = 300
const TOKEN = '/sys/oauth/token'

/** @param {import('./support/stores.mjs').Place} place */
async function storm(place) {
  let offset = 0
  const box = await createDevbox({
    autoApprove: 'alice',
    redirectUri: REDIRECT_URI,
    refreshTokens: true,
    reuseInterval: 0,
    accessTokenLifetime: LIFETIME,
    now: () => Math.floor(Date.now() / 1000) + offset,
  })
  const variables = { ...box.environment, ...place.variables }
  const apps = await Promise.all(
    Array.from({ length: PROCESSES }, () => startApp('worker', variables)),
  )
  const cookie = await signIn(apps[0]?.origin ?? '')
  const counts = /** @type {number[]} */ ([])
  const durations = /** @type {number[]} */ ([])
  let failed = 0
  let last = ''

  for (let expiry = 0; expiry < EXPIRIES; expiry++) {
    offset += LIFETIME + 1
    await Promise.all(apps.map((app) => app.ask({ offset })))
    const before = box.count(TOKEN)
    const start = performance.now()
    const answers = await Promise.all(
      apps.flatMap(({ origin, agent }) =>
        Array.from({ length: REQUESTS }, () =>
          get(`${origin}/token`, { cookie }, agent).catch(() => undefined),
        ),
      ),
    )
    durations.push(performance.now() - start)
    const bodies = answers.map((answer) => (answer?.status === 200 ? answer.body : ''))
    const fresh = bodies.find((body) => body !== '' && body !== last)
    // The old token, or another one than everybody else's, is a failure too.
    failed += bodies.filter((body) => fresh === undefined || body !== fresh).length
    last = fresh ?? last
    // A late second request would come now.
    await sleep(50)
    counts.push(box.count(TOKEN) - before)
  }
  await Promise.all(apps.map((app) => app.kill()))
  await Promise.all([box.close(), place.remove()])
  return { name: place.name, counts, durations, failed }
}

const results = [await storm(await inLmdb()), await storm(await inRedis())]
printTable(
  `${EXPIRIES} expiries, ${REQUESTS} requests at once in each of ${PROCESSES} processes`,
  ['store', 'requests', 'failed', 'token requests', 'most per expiry', 'ms until all are answered'],
  results.map(({ name, counts, durations, failed }) => [
    ...[name, whole(EXPIRIES * PROCESSES * REQUESTS), failed],
    ...[counts.reduce((sum, count) => sum + count, 0), Math.max(...counts)],
    whole(median(durations)),
  ]),
)
for (const { name, counts, failed } of results) {
  const seen = counts.filter((count) => count === 1).length
  must('storm/expiries', name, { seen, wanted: EXPIRIES, of: EXPIRIES, times: EXPIRIES })
  must('storm/failed', name, { seen: failed, of: EXPIRIES * PROCESSES * REQUESTS, times: EXPIRIES })
}
