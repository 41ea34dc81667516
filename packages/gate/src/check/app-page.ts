/** The app's first page, as somebody who is signed in nowhere gets it from the app itself. */
import type { IncomingMessage } from 'node:http'
import { createUpstream, type Upstream } from 'catflap-forward'

/** Milliseconds for everything, most bytes of a page, most redirects. */
const PATIENCE = 5000
const MOST = 262_144
const HOPS = 3

/** A page, or why there is none. */
export type AppPage =
  | { readonly html: string; readonly path: string }
  | { readonly why: string; readonly path: string }

/**
 * Fetches it, redirects followed within the app.
 *
 * @param address - of the app, as the setting `upstream` has it
 */
export async function fetchAppPage(address: string, patience: number = PATIENCE): Promise<AppPage> {
  const upstream = createUpstream(address)
  const signal = AbortSignal.timeout(patience)
  let path = '/'
  try {
    for (let hop = 0; hop <= HOPS; hop++) {
      const answer = await ask(upstream, path, signal)
      if (!('next' in answer)) return { ...answer, path }
      path = answer.next
    }
    return { why: 'redirects', path }
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException
    return { why: signal.aborted ? 'timeout' : (code ?? name), path }
  } finally {
    upstream.close()
  }
}

type Answer = { readonly next: string } | { readonly html: string } | { readonly why: string }

function ask(upstream: Upstream, target: string, signal: AbortSignal): Promise<Answer> {
  const headers = ['Host', upstream.host, 'Accept', 'text/html', 'Connection', 'close']
  const asked = upstream.open({ method: 'GET', target: upstream.base + target, headers }, false)
  return new Promise<Answer>((resolve, reject) => {
    const stop = (): void => {
      asked.destroy()
      reject(new Error('timeout'))
    }
    signal.addEventListener('abort', stop, { once: true })
    asked.on('error', reject)
    asked.on('response', (res) => {
      read(res, upstream, target)
        .then(resolve, reject)
        .finally(() => {
          signal.removeEventListener('abort', stop)
          asked.destroy()
        })
    })
    asked.end()
  })
}

async function read(res: IncomingMessage, upstream: Upstream, target: string): Promise<Answer> {
  const { statusCode: status = 0, headers } = res
  if (headers.location !== undefined && status >= 300 && status < 400) {
    const here = `http://${upstream.host}${upstream.base}${target}`
    const next = URL.canParse(headers.location, here) ? new URL(headers.location, here) : undefined
    const own = next?.host === upstream.host && next.pathname.startsWith(upstream.base)
    return own
      ? { next: next.pathname.slice(upstream.base.length) + next.search }
      : { why: `status ${status}` }
  }
  if (status !== 200) return { why: `status ${status}` }
  if (!/^text\/html\b/i.test(headers['content-type'] ?? '')) return { why: 'no HTML' }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of res as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    // The link stands in the head of a page.
    if (size >= MOST) break
  }
  return { html: Buffer.concat(chunks).toString('utf8') }
}
