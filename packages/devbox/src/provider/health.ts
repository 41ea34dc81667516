/** What a probe asks, and the issuer's own address. */
import type { Box } from '../box/box.ts'
import { type Reply, text } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { html } from '../pages/html.ts'

/** Answers `/healthz`. */
export function answerHealth(): Reply {
  return text(200, 'Health check passed')
}

/** Answers the issuer's address: a page that leads to the discovery document. */
export function answerRoot(_request: BoxRequest, { issuer }: Box): Reply {
  const discovery = `${issuer}/.well-known/openid-configuration`
  const page = html`<!doctype html><title>devbox</title><p><a href="${discovery}">${discovery}</a></p>
`
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page.markup }
}
