/** The style sheet and the icon: cached, and asked for again only when they have changed. */
import { createHash } from 'node:crypto'
import type { LoginEnv } from 'catflap/hono'
import type { Handler } from 'hono'

/** Makes a handler of one unchanging text. */
export function asset(text: string, type: string): Handler<LoginEnv> {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const headers = {
    'content-type': type,
    etag,
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding',
  }

  return function answerAsset(c) {
    const known = (c.req.header('if-none-match') ?? '').split(/[ \t]*,[ \t]*/)
    if (known.includes(etag) || known.includes(`W/${etag}`)) {
      return new Response(null, { status: 304, headers })
    }
    return new Response(text, { headers })
  }
}
