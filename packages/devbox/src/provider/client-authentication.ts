/** Client authentication at the token endpoint: client_secret_basic and client_secret_post. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Box, readClient } from '../box/box.ts'
import type { Client } from '../box/client.ts'
import { oauthError, type Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'

/** The client, or the answer to give in its place. */
export type Authenticated =
  | { readonly client: Client; readonly refusal?: never }
  | { readonly client?: never; readonly refusal: Reply }

/** Authenticates the client of a token request; a Basic header wins over the form. */
export function authenticateClient(request: BoxRequest, box: Box): Authenticated {
  const basic = readBasic(request.headers.authorization)
  const decode =
    box.faults.rows().find((row) => row.decodeBasic !== undefined)?.decodeBasic ?? formDecode
  const id = basic === undefined ? request.form.get('client_id') : decode(basic.id)
  const secret = basic === undefined ? request.form.get('client_secret') : decode(basic.secret)
  if (basic !== undefined) box.secrets.add(request.headers.authorization?.slice('Basic '.length))
  box.secrets.add(secret)
  if (id === undefined) return badEncoding('client_id')
  if (secret === undefined) return badEncoding('client_secret')
  const client = readClient(box, id)
  if (client === undefined || !isSame(secret ?? '', client.secret)) {
    return { refusal: oauthError(401, 'invalid_client', 'Invalid client credentials.') }
  }
  return { client }
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function readBasic(
  header: string | undefined,
): { readonly id: string; readonly secret: string } | undefined {
  const encoded = /^basic (.*)$/i.exec(header ?? '')?.[1]
  // As Go reads it: padded, and of nothing but its signs.
  if (encoded === undefined || !BASE64.test(encoded)) return undefined
  const pair = Buffer.from(encoded, 'base64').toString()
  const colon = pair.indexOf(':')
  return colon === -1 ? undefined : { id: pair.slice(0, colon), secret: pair.slice(colon + 1) }
}

/** Undoes application/x-www-form-urlencoded; `undefined` when it is not that. Bytes need not be UTF-8. */
function formDecode(text: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(text)) return undefined
  return new URLSearchParams(`x=${text.replaceAll('&', '%26')}`).get('x') ?? ''
}

function badEncoding(name: string): Authenticated {
  return { refusal: oauthError(400, 'invalid_request', `${name} improperly encoded`) }
}

function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
