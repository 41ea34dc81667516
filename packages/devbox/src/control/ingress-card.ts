/** The part of the control page about the ingress: who is signed in here, and the name of the box. */

import type { IngressState } from '../box/ingress-state.ts'
import { USERS } from '../box/users.ts'
import type { BoxRequest } from '../http/request.ts'
import { type Html, html } from '../pages/html.ts'
import type { Pen } from '../pages/layout.ts'

/** Shows the user of this browser and what can happen to him. */
export function showIngress(request: BoxRequest, ingress: IngressState, { word }: Pen): Html {
  const user = ingress.signIns.read(request.headers.cookie)?.user
  const others = USERS.filter(({ name }) => name !== user?.name)
  const paths = ingress.app.publicPaths.map((path) => html`<code>${path}</code> `)
  return html`<section class="card">
<h2>${word('ingress')}</h2>
<p class="quiet">${word('ingressLead')}</p>
<dl class="pairs">
<dt>${word('ingressUser')}</dt><dd>${user ? html`<strong>${user.name}</strong>` : word('nobody')}</dd>
<dt>${word('publicPaths')}</dt><dd>${paths.length > 0 ? paths : word('none')}</dd>
</dl>
<form class="row" method="post" action="/control">
<input type="hidden" name="action" value="switch-user">
${others.map(({ name }) => html`<button name="user" value="${name}">${word('switchTo')} ${name}</button> `)}
${user && html`<button name="action" value="sign-out">${word('signOut')}</button>`}
</form>
<p class="quiet">${word('waysHelp')}</p>
<form class="row" method="post" action="/control">
<input type="hidden" name="action" value="api-token">
${USERS.map(({ name }) => html`<button name="user" value="${name}">${word('apiTokenFor')} ${name}</button> `)}
</form>
<form class="row" method="post" action="/control">
<input type="hidden" name="action" value="ticket">
<label>${word('otherApp')} <input name="package" value="cloud.lazycat.app.todo" required maxlength="255" autocomplete="off" spellcheck="false"></label>
${USERS.map(({ name }) => html`<button name="user" value="${name}">${word('ticketFor')} ${name}</button> `)}
</form>
<form class="row" method="post" action="/control">
<input type="hidden" name="action" value="rename">
<label>${word('boxName')} <input name="name" value="${ingress.name}" required maxlength="63" autocomplete="off" spellcheck="false"></label>
<button>${word('rename')}</button>
</form>
<p class="quiet">${word('renameHelp')}</p>
</section>`
}
