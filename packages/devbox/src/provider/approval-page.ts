/** The approval page: which app asks for what, and the user's yes or no. */
import { CONNECTOR, PROVIDER_PATH, SIGN_IN_PATH } from 'catflap-lazycat/facts'
import type { Box, PendingLogin } from '../box/box.ts'
import type { BoxUser } from '../box/users.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { html } from '../pages/html.ts'
import { showPage } from '../pages/layout.ts'
import type { WordName } from '../pages/words.ts'

const SCOPE_WORDS: Readonly<Record<string, WordName>> = {
  openid: 'scopeOpenid',
  profile: 'scopeProfile',
  email: 'scopeEmail',
  groups: 'scopeGroups',
  offline_access: 'scopeOffline',
}

/** A login that waits for the user's approval. */
export interface Asking {
  readonly id: string
  readonly hmac: string
  readonly login: PendingLogin
  readonly user: BoxUser
  /** Name of the app. */
  readonly name: string
}

/**
 * Shows what the app asks for. Browsers hold the redirects after its form to `form-action`, and an app's
 * callback may lead anywhere: the page has none.
 */
export function showApproval(request: BoxRequest, box: Box, asking: Asking): Reply {
  const { scopes, redirectUri } = asking.login.request
  const again = `${PROVIDER_PATH.value}/auth/${CONNECTOR.value}?${asking.login.query}`
  return showPage(
    request,
    box,
    200,
    ({ word }) => ({
      title: word('grantTitle'),
      body: html`<section class="card">
<h1>${word('grantTitle')}</h1>
<p><strong>${asking.name}</strong> ${word('grantLead')}</p>
<ul class="scopes">
${scopes.map((scope) => {
  const name = SCOPE_WORDS[scope]
  return html`<li>${name === undefined ? scope : word(name)}</li>
`
})}
</ul>
<form class="answer" method="post" action="${PROVIDER_PATH.value}/approval">
<input type="hidden" name="req" value="${asking.id}">
<input type="hidden" name="hmac" value="${asking.hmac}">
<button class="primary" name="approval" value="approve">${word('grant')}</button>
<button name="approval" value="rejected">${word('cancel')}</button>
</form>
<p class="quiet">${word('returnsTo')} <code>${new URL(redirectUri).origin}</code></p>
<p class="foot quiet">${word('signedInAs')} <strong>${asking.user.name}</strong> ·
<a href="${SIGN_IN_PATH.value}?${new URLSearchParams({ redirect: again }).toString()}">${word('switchUser')}</a></p>
</section>`,
    }),
    { open: true },
  )
}
