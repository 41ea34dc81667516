/** Whether this gate is alive, and whether people can sign in and reach the app through it. */
import type { Login } from 'catflap'

export interface Health {
  /** For a probe: 200 as long as the process answers. */
  healthz(): Promise<Response>
  /**
   * For a balancer: 503 while draining, and while the store gives no answer. A provider that is away keeps
   * nobody out who has a session, so it is told and changes no status.
   *
   * @param detailed - what is wrong, for operators alone
   */
  readyz(detailed: boolean): Promise<Response>
}

/** @param isDraining - whether this process has been told to end */
export function createHealth(login: Pick<Login, 'readiness'>, isDraining: () => boolean): Health {
  return {
    healthz: async () => answer(200, { status: 'ok' }),
    async readyz(detailed) {
      if (isDraining()) return answer(503, { status: 'draining' })
      const { provider, store, storeFailure } = await login.readiness()
      const ready = store === 'ok'
      const status = ready ? 'ok' : 'unavailable'
      return answer(
        ready ? 200 : 503,
        detailed ? { status, provider, store, storeFailure } : { status },
      )
    },
  }
}

const answer = (status: number, body: object): Response =>
  jsonResponse(status, JSON.stringify(body))

/** An answer of JSON that is written already. */
export function jsonResponse(status: number, body: string): Response {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  return new Response(body, { status, headers })
}
