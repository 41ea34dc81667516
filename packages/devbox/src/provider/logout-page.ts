/** The logout pages of the next Dex: the question, and the end where no app is to be gone back to. */
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import type { Box } from '../box/box.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { html } from '../pages/html.ts'
import { showPage } from '../pages/layout.ts'

/** Asks, or tells that the person is signed out. */
export function showLogout(request: BoxRequest, box: Box, what: 'asks' | 'done'): Reply {
  const asks = what === 'asks'
  return showPage(request, box, 200, ({ word }) => ({
    title: word(asks ? 'logoutTitle' : 'logoutDone'),
    body: html`<section class="card">
<h1>${word(asks ? 'logoutTitle' : 'logoutDone')}</h1>
${
  asks &&
  html`<form class="answer" method="post" action="${PROVIDER_PATH.value}/logout">
<button class="primary">${word('signOut')}</button>
</form>`
}
</section>`,
  }))
}
