/** Who is signed in at the box, in which browser: kept in memory, known by one random cookie. */
import { randomBytes } from 'node:crypto'
import { INGRESS_COOKIE } from 'catflap-lazycat/facts'
import { readCookie } from '../http/request.ts'
import { remember, type SecretLog } from './bounded.ts'
import { newTicketId } from './ids.ts'
import type { BoxUser } from './users.ts'

/** One browser's sign-in at the box. */
export interface SignIn {
  /** Changes when the user is switched behind an app's back. */
  user: BoxUser
  /** Seconds since the epoch. */
  readonly since: number
  readonly deviceId: string
  readonly peerId: string
  /** Speaks for that user alone: another user, another ticket. */
  ticket: string
}

/** All sign-ins of a box. */
export interface SignIns {
  /** The sign-in that a Cookie header belongs to. */
  read(cookies: string | undefined): SignIn | undefined
  /** The sign-in whose visits carry this ticket. */
  readTicket(ticket: string): SignIn | undefined
  /** Signs a user in. @returns the value of the cookie. */
  begin(user: BoxUser, now: number): string
  /** Ends the sign-in that a Cookie header belongs to. */
  end(cookies: string | undefined): void
  /** Every browser now has this user. */
  switchAll(user: BoxUser): void
  /** Nobody is signed in any more. */
  clear(): void
}

/** Sign-ins beyond this many push the oldest out. */
const LIMIT = 1000

/**
 * Makes an empty list of sign-ins.
 *
 * @param everybody - Who a browser without a sign-in is taken for, if anybody.
 * @param now - Seconds since the epoch.
 */
export function createSignIns(
  everybody: BoxUser | undefined,
  now: number,
  secrets: SecretLog,
): SignIns {
  const known = new Map<string, SignIn>()
  const anybody = everybody && make(everybody, now, secrets)
  const all = (): SignIn[] => [...known.values(), ...(anybody ? [anybody] : [])]
  return {
    readTicket: (ticket) => all().find((signIn) => signIn.ticket === ticket),
    read: (cookies) => known.get(readCookie(cookies, INGRESS_COOKIE.value) ?? '') ?? anybody,
    begin(user, at) {
      const token = randomBytes(32).toString('base64url')
      secrets.add(token)
      remember(known, token, make(user, at, secrets), LIMIT)
      return token
    },
    end: (cookies) => void known.delete(readCookie(cookies, INGRESS_COOKIE.value) ?? ''),
    switchAll(user) {
      for (const signIn of all()) {
        signIn.user = user
        signIn.ticket = newTicket(secrets)
      }
    },
    clear: () => known.clear(),
  }
}

function make(user: BoxUser, since: number, secrets: SecretLog): SignIn {
  return {
    user,
    since,
    deviceId: randomBytes(8).toString('hex'),
    peerId: `12D3KooW${randomBytes(18).toString('hex')}`,
    ticket: newTicket(secrets),
  }
}

function newTicket(secrets: SecretLog): string {
  const ticket = newTicketId()
  secrets.add(ticket)
  return ticket
}
