/** The operations door: health, readiness and metrics, at an address where nobody else comes. */
import { createServer, type Server } from 'node:http'
import { sendResponse } from 'catflap/node'
import type { Health } from './health.ts'

/** @param metrics - their text, and its content type */
export function createOperationsDoor(
  health: Health,
  metrics: () => Promise<{ readonly text: string; readonly type: string }>,
): Server {
  const pages: Readonly<Record<string, () => Promise<Response>>> = {
    '/healthz': () => health.healthz(),
    '/readyz': () => health.readyz(true),
    '/metrics': async () => {
      const { text, type } = await metrics()
      return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
    },
  }
  return createServer({ insecureHTTPParser: false, requestTimeout: 30_000 }, (req, res) => {
    const page = Object.hasOwn(pages, req.url ?? '') ? pages[req.url ?? ''] : undefined
    const isRead = req.method === 'GET' || req.method === 'HEAD'
    const found = isRead ? page?.() : undefined
    Promise.resolve(found ?? new Response(null, { status: isRead ? 404 : 405 }))
      .then((response) => sendResponse(req, res, response))
      .catch(() => res.destroy())
  })
}
