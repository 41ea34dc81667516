/**
 * One of four processes is killed under load, without warning, again and again: what do people on
 * the other three notice, and is anybody signed out?
 *
 * The load reads sessions, moves their idle ends and signs people in, so that a process dies while
 * it writes, too.
 */
import { createCrowd } from './support/crowd.mjs'
import { must } from './support/record.mjs'
import { printTable, QUICK, sleep, whole } from './support/report.mjs'
import { inLmdb, inRedis } from './support/stores.mjs'

/** Seconds: more than a twentieth of the idle lifetime. */
const STEP = 4400
const [PROCESSES, KILLS, SESSIONS] = [4, QUICK ? 2 : 20, 40]

/** @param {import('./support/stores.mjs').Place} place */
async function killing(place) {
  const crowd = await createCrowd(place, { processes: PROCESSES, sessions: SESSIONS })
  let [failed, cut, lost] = [0, 0, 0]
  const statuses = new Map()
  crowd.begin((app, answer) => {
    if (answer?.status === 200) return
    if (app.doomed) {
      cut++
      return
    }
    failed++
    const what = answer?.status ?? 'no answer'
    statuses.set(what, (statuses.get(what) ?? 0) + 1)
  })
  for (let kill = 0; kill < KILLS; kill++) {
    const [victim, other] = [kill % PROCESSES, (kill + 1) % PROCESSES]
    await sleep(300 + Math.random() * 200)
    await crowd.pass(STEP)
    // Of those who sign in at this moment, whoever has the session's cookie must keep it.
    const joining = [crowd.apps[victim], crowd.apps[other]].map((app) => app && crowd.join(app))
    await sleep(Math.random() * 15)
    const [, atOther] = await Promise.allSettled([...joining, crowd.replace(victim)])
    if (atOther?.status === 'rejected') failed++
    lost = Math.max(lost, await crowd.lost())
  }
  await crowd.finish()
  lost = Math.max(lost, await crowd.lost())
  const { requests, sessions } = crowd
  await crowd.close()
  return { name: place.name, requests, sessions, failed, cut, lost, statuses }
}

const results = [await killing(await inLmdb()), await killing(await inRedis())]
printTable(
  `One of ${PROCESSES} processes killed ${KILLS} times under load`,
  ['store', 'requests', 'cut off at the killed one', 'failed elsewhere', 'sessions', 'lost'],
  results.map(({ name, requests, cut, failed, sessions, lost }) => [
    ...[name, whole(requests), cut, failed, sessions, lost],
  ]),
)
for (const { name, requests, sessions, failed, lost, statuses } of results) {
  must('kill/lost', name, { seen: lost, of: sessions, times: KILLS })
  must('kill/failed', name, { seen: failed, of: requests, times: KILLS })
  if (statuses.size > 0)
    console.log(`          they were answered ${JSON.stringify([...statuses])}`)
}
