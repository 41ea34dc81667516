/** Hands out what stands for a person without a browser: an API token, or a ticket to another app. */
import { isPackageName } from './app-rules.ts'
import type { IngressState } from './ingress-state.ts'
import { readUser } from './users.ts'

/** The secret, or why there is none. */
export type HandedOut = { readonly secret: string } | { readonly problem: string }

/**
 * Makes an API token, good until the box ends.
 *
 * @param user - Name of the user whose it is; untrusted.
 * @param now - Seconds since the epoch.
 */
export function makeApiToken({ apiTokens }: IngressState, user: string, now: number): HandedOut {
  const owner = readUser(user)
  if (owner === undefined) return NO_USER
  return { secret: apiTokens.issue({ user: owner, since: now }) }
}

/**
 * Makes the ticket that a visit of this user to another app would have given it, good until the box ends.
 *
 * @param packageId - Of the other app; untrusted, like the name of the user.
 */
export function makeTicket({ tickets }: IngressState, packageId: string, user: string): HandedOut {
  const owner = readUser(user)
  if (owner === undefined) return NO_USER
  // A single word would be taken for a source of the box's own, such as the app itself.
  if (!isPackageName(packageId)) {
    return { problem: 'The package must be an id such as cloud.lazycat.app.todo.' }
  }
  return { secret: tickets.issue({ user: owner, packageId }) }
}

const NO_USER = { problem: 'There is no such user.' }
