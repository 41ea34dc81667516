/** Serves the files of a `file://` route: nothing outside the folder, and no list of what is in it. */
import { createReadStream, type Stats } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream'
import { splitList } from 'catflap-forward'
import { appendTo, type Tail } from './tail.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.htm': 'text/html; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
}

interface Found {
  readonly file: string
  readonly stats: Stats
}

/**
 * Answers with a file.
 *
 * @param target - Path below the folder, with the query; untrusted.
 * @param tail - What pages get behind them.
 */
export async function serveFile(
  message: IncomingMessage,
  response: ServerResponse,
  { folder, target }: { readonly folder: string; readonly target: string },
  tail: Tail | undefined,
): Promise<void> {
  if (message.method !== 'GET' && message.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return
  }
  const path = target.split('?')[0] ?? ''
  const found = await findFile(folder, path)
  if (found === undefined) return void end(response, 404, 'Not found.\n')
  const { file, stats } = found
  if (stats.isDirectory()) {
    // Relative addresses in its index.html count from the folder.
    const own = (message.url ?? '').split('?')[0] ?? ''
    return void response.writeHead(301, { location: `${own.replace(/^\/+/, '/')}/` }).end()
  }
  const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream'
  const more = type.startsWith('text/html') ? ((await tail?.()) ?? '') : ''
  const etag = `"${stats.size.toString(16)}-${Math.floor(stats.mtimeMs).toString(16)}"`
  const lastModified = stats.mtime.toUTCString()
  const headers =
    more === ''
      ? { etag, 'last-modified': lastModified, 'cache-control': 'no-cache' }
      : { 'cache-control': 'no-store' }
  if (more === '' && isFresh(message.headers['if-none-match'], etag)) {
    return void response.writeHead(304, headers).end()
  }
  response.writeHead(200, {
    ...headers,
    'content-type': type,
    'content-length': stats.size + Buffer.byteLength(more),
    'x-content-type-options': 'nosniff',
  })
  if (message.method === 'HEAD') return void response.end()
  // A range of no bytes at all cannot be said.
  if (stats.size === 0) return void response.end(more)
  const bytes = createReadStream(file, { end: stats.size - 1 })
  if (more === '') pipeline(bytes, response, () => {})
  else pipeline(bytes, appendTo(more), response, () => {})
}

/** Reads a file below a folder as text. @returns `undefined` when there is none, or it is longer than that. */
export async function readFileBelow(
  folder: string,
  path: string,
  mostBytes: number,
): Promise<string | undefined> {
  const found = await findPlain(folder, `/${path}`)
  if (found === undefined || !found.stats.isFile() || found.stats.size > mostBytes) return undefined
  const handle = await open(found.file).catch(() => undefined)
  if (handle === undefined) return undefined
  try {
    // It may have grown meanwhile.
    const bytes = Buffer.alloc(mostBytes + 1)
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0)
    return bytesRead > mostBytes ? undefined : bytes.toString('utf8', 0, bytesRead)
  } catch {
    return undefined
  } finally {
    await handle.close()
  }
}

/** The file that a path of a request names, or the folder when its slash at the end is missing. */
async function findFile(folder: string, path: string): Promise<Found | undefined> {
  try {
    return await findPlain(folder, decodeURIComponent(path))
  } catch {
    return undefined
  }
}

/** The same of a path without escapes, which may hold anything. */
async function findPlain(folder: string, plain: string): Promise<Found | undefined> {
  try {
    if (plain.includes('\0') || plain.includes('\\')) return undefined
    if (plain.split('/').includes('..')) return undefined
    const wanted = join(folder, plain, plain.endsWith('/') ? 'index.html' : '')
    const [root, file] = await Promise.all([realpath(folder), realpath(wanted)])
    // A link may lead anywhere; what counts is where it ends.
    if (file !== root && !file.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined
    const stats = await stat(file)
    return stats.isFile() || (stats.isDirectory() && !plain.endsWith('/'))
      ? { file, stats }
      : undefined
  } catch {
    return undefined
  }
}

function isFresh(header: string | undefined, etag: string): boolean {
  const tags = splitList(header ?? '', ',').map((tag) => tag.replace(/^W\//, ''))
  return tags.includes(etag) || header === '*'
}

function end(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body)
}
