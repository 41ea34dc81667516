/** The page with a token or a ticket that was just made: the one place where it is shown, and once. */
import { API_TOKEN_HEADER, TICKET_HEADER } from 'catflap-lazycat/facts'
import type { Box } from '../box/box.ts'
import { makeApiToken, makeTicket } from '../box/hand-out.ts'
import { type IngressState, linkName } from '../box/ingress-state.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { html } from '../pages/html.ts'
import { showPage } from '../pages/layout.ts'
import type { WordName } from '../pages/words.ts'

/** What a command asks for. */
export interface Wish {
  readonly kind: Recipe['kind']
  /** Name of the person in whose name requests are made; untrusted. */
  readonly user: string
  /** Package id of the other app, which gets the ticket; untrusted. */
  readonly packageId: string
}

/** How a request is made that shows what was handed out. */
export interface Recipe {
  readonly kind: 'token' | 'ticket'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Makes what is wished for. @returns a problem when there is no such user, or no such package. */
export function handOut(
  box: Box,
  ingress: IngressState,
  { kind, user, packageId }: Wish,
): { readonly recipe: Recipe } | { readonly problem: string } {
  const made =
    kind === 'token'
      ? makeApiToken(ingress, user, box.clock.now())
      : makeTicket(ingress, packageId, user)
  if ('problem' in made) return made
  const { secret } = made
  if (kind === 'token') {
    const headers = { [API_TOKEN_HEADER.value]: secret }
    return { recipe: { kind, url: `${box.appOrigin}/`, headers } }
  }
  const headers = { Host: linkName(ingress), [TICKET_HEADER.value]: secret }
  return { recipe: { kind, url: `${box.origin}/`, headers } }
}

/** Shows it as a command line. */
export function showRecipe(request: BoxRequest, box: Box, { kind, url, headers }: Recipe): Reply {
  const given = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)} `)
  return showPage(request, box, 200, ({ word }) => ({
    title: word(TITLES[kind]),
    body: html`<section class="card">
<h1>${word(TITLES[kind])}</h1>
<p>${word('shownOnce')}</p>
<p><code>curl ${given.join('')}${url}</code></p>
<p><a href="/">${word('home')}</a></p>
</section>`,
  }))
}

const TITLES: Readonly<Record<Recipe['kind'], WordName>> = { token: 'apiToken', ticket: 'ticket' }

/** As a POSIX shell reads it. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
