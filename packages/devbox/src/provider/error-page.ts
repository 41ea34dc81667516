/** The page on which a login, or a logout, ends that nobody may be redirected from. */
import type { Box } from '../box/box.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { html } from '../pages/html.ts'
import { showPage } from '../pages/layout.ts'
import type { WordName } from '../pages/words.ts'

/** What the reader of an error page may want to compare with: a label and a value. */
export type Hint = readonly [label: WordName, value: string]

/** Shows the provider's own words about what is wrong. */
export function showError(
  request: BoxRequest,
  box: Box,
  status: number,
  message: string,
  {
    hint,
    title = 'errorTitle',
  }: { readonly hint?: Hint | undefined; readonly title?: WordName } = {},
): Reply {
  return showPage(request, box, status, ({ word }) => ({
    title: word(title),
    body: html`<section class="card">
<h1 class="stop">${word(title)}</h1>
<p class="said">${message}</p>
${hint && html`<p>${word(hint[0])}: <code>${hint[1]}</code></p>`}
<p class="foot quiet">${word('errorLead')} <a href="/">${word('home')}</a></p>
</section>`,
  }))
}
