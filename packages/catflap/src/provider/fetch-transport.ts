/**
 * Requests by a `fetch`: that of Bun, Deno and other runtimes, or the app's own.
 */
import type { Defect, Incoming, Outgoing, Transport } from './transport.ts'

/** Milliseconds for which a fetch that is told to give up may say itself how far it came. */
const GRACE = 100

/** Makes a transport out of a `fetch`, which decides itself about proxies and certificates. */
export function createFetchTransport(fetchUrl: typeof fetch): Transport {
  async function exchange(url: string, request: Outgoing, signal: AbortSignal): Promise<Incoming> {
    const { method, headers, body, reads, maxBytes } = request
    const init = { method, headers, body: body ?? null, redirect: 'manual', signal } as const
    const response = await fetchUrl(url, init)
    const { status } = response
    const head = { status, header: (name: string) => response.headers.get(name) }
    if (reads(status)) return { ...head, ...(await readBody(response, maxBytes)) }
    await response.body?.cancel().catch(() => undefined)
    return { ...head, body: NOTHING, defect: undefined }
  }

  return {
    // One that takes no notice of its signal must not hold a login, or a lease, for ever.
    async send(url, request) {
      const { signal, late, done } = createLimit(request.timeout)
      return Promise.race([exchange(url, request, signal), late]).finally(done)
    },
    proxyOf: () => undefined,
    close: async () => undefined,
  }
}

/** @param seconds - until the signal; `late` rejects a little later */
function createLimit(seconds: number) {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const reason = new DOMException('no answer in time', 'TimeoutError')
      controller.abort(reason)
      timer = setTimeout(reject, GRACE, reason)
    }, seconds * 1000)
  })
  return { signal: controller.signal, late, done: () => clearTimeout(timer) }
}

const NOTHING = new Uint8Array()

/** Reads chunk by chunk, so that a small compressed answer cannot become a large one in memory. */
async function readBody(
  response: Response,
  maxBytes: Outgoing['maxBytes'],
): Promise<Pick<Incoming, 'body' | 'defect'>> {
  if (response.body === null) return { body: NOTHING, defect: undefined }
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body.getReader()
  const give = async (defect: Defect) => {
    await reader.cancel().catch(() => undefined)
    return { body: NOTHING, defect }
  }
  try {
    for (;;) {
      const { done, value } = await reader.read()
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
