/** For machines: is the process alive, can a person sign in? */
import type { Site, Visit } from '../site.ts'

/** Answers as long as the process runs. */
export function answerHealth(c: Visit): Response {
  return c.text('ok')
}

/** Tells of app, provider and store; 503 as soon as one of them is not ok. */
export async function answerReadiness({ login, metrics }: Site, c: Visit): Promise<Response> {
  if (login === undefined) {
    const code = 'CONFIGURATION_INVALID'
    return c.json({ app: code, provider: 'unknown', store: 'unknown', code }, 503)
  }
  const readiness = await login.readiness()
  metrics.observeStore(readiness)
  const { provider, store, storeFailure } = readiness
  const code = [store, provider].find((state) => state !== 'ok')
  if (code === undefined) return c.json({ app: 'ok', provider, store })
  return c.json({ app: 'ok', provider, store, code, ...(storeFailure && { storeFailure }) }, 503)
}
