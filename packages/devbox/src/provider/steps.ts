/** What proves that a step of a login belongs to it, and where the next Dex goes on. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import type { PendingLogin } from '../box/box.ts'

/** The proof for a login's next step. */
export function writeMac(id: string, login: PendingLogin): string {
  return macOf(id, login).toString('base64url')
}

/** Whether this is the proof. */
export function isMacOf(sent: string, id: string, login: PendingLogin): boolean {
  const [left, right] = [isBase64Url(sent) ? Buffer.from(sent, 'base64url') : '', macOf(id, login)]
  return left.length === right.length && timingSafeEqual(Buffer.from(left), right)
}

/** Text, without padding, whose length fits: anything else never was a hash of ours. */
export function isBase64Url(text: string): boolean {
  return text !== '' && /^[\w-]+$/.test(text) && text.length % 4 !== 1
}

/** Where the next Dex goes on after each step of a login. */
export function continuation(id: string, login: PendingLogin): string {
  return `${PROVIDER_PATH.value}/auth?${stepQuery(id, login)}`
}

/** Where the next Dex asks for the person's consent. */
export function question(id: string, login: PendingLogin): string {
  return `${PROVIDER_PATH.value}/approval?${stepQuery(id, login)}`
}

function stepQuery(id: string, login: PendingLogin): string {
  return `hmac=${writeMac(id, login)}&req=${id}`
}

function macOf(id: string, login: PendingLogin): Buffer {
  return createHmac('sha256', login.hmacKey).update(id).digest()
}
