/**
 * Requests by a `fetch`: that of Bun, Deno and other runtimes, or the app's own.
 */
import type { Defect, Incoming, Outgoing, Transport } from './transport.ts'

/** Makes a transport out of a `fetch`, which decides itself about proxies and certificates. */
export function createFetchTransport(fetchUrl: typeof fetch): Transport {
  return {
    async send(url, { method, headers, body, timeout, reads, maxBytes }) {
      const signal = AbortSignal.timeout(Math.ceil(timeout * 1000))
      const init = { method, headers, redirect: 'manual', signal } as const
      const response = await fetchUrl(url, body === undefined ? init : { ...init, body })
      const status = response.type === 'opaqueredirect' ? 0 : response.status
      const head = { status, header: (name: string) => response.headers.get(name) }
      if (status !== 0 && reads(status)) return { ...head, ...(await readBody(response, maxBytes)) }
      await response.body?.cancel().catch(() => undefined)
      return { ...head, body: NOTHING, defect: undefined }
    },
    proxyOf: () => undefined,
    close: async () => undefined,
  }
}

const NOTHING = new Uint8Array()

/** Reads chunk by chunk, so that a small compressed answer cannot become a large one in memory. */
async function readBody(
  response: Response,
  maxBytes: Outgoing['maxBytes'],
): Promise<Pick<Incoming, 'body' | 'defect'>> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  const give = async (defect: Defect) => {
    await reader?.cancel().catch(() => undefined)
    return { body: NOTHING, defect }
  }
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done) return { body: Buffer.concat(chunks, size), defect: undefined }
      size += value.byteLength
      if (size > maxBytes) return await give({ kind: 'oversized' })
      chunks.push(value)
    }
  } catch (error) {
    return give(isTimeout(error) ? { kind: 'late' } : { kind: 'cut', error })
  }
}

/** True of what ends a request whose time has run out. */
export function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}
