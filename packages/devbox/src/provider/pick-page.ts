/** The page that stands for the box's own sign-in: choose a user. */
import { SIGN_IN_PATH } from 'catflap-lazycat/facts'
import type { Box } from '../box/box.ts'
import { type BoxUser, usersOf } from '../box/users.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { type Html, html } from '../pages/html.ts'
import { type Pen, showPage } from '../pages/layout.ts'

/**
 * Shows the users to choose from.
 *
 * @param next - Where to go after the choice, already checked.
 */
export function showPick(request: BoxRequest, box: Box, next: string): Reply {
  return showPage(request, box, 200, (pen) => ({
    title: pen.word('pickTitle'),
    body: html`<section class="card">
<h1>${pen.word('pickTitle')}</h1>
<p class="quiet">${pen.word('pickLead')}</p>
<form class="choices" method="post" action="${SIGN_IN_PATH.value}">
<input type="hidden" name="redirect" value="${next}">
${usersOf(box).map((user) => person(user, pen))}
</form>
</section>`,
  }))
}

function person(user: BoxUser, { word }: Pen): Html {
  return html`<button class="person" name="user" value="${user.name}">
<span class="face" aria-hidden="true">${user.name.charAt(0)}</span>
<span><b>${user.name}</b><small>${word(user.role)}</small></span>
</button>
`
}
