/** After a new name: this address is the old one, so the reader is shown the way to the new one. */
import type { Box } from '../box/box.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { html } from '../pages/html.ts'
import { showPage } from '../pages/layout.ts'

/** Shows where the box is now. */
export function showRenamed(request: BoxRequest, box: Box): Reply {
  return showPage(
    request,
    box,
    200,
    ({ word }) => ({
      title: word('renamed'),
      body: html`<section class="card">
<h1>${word('renamed')}</h1>
<p>${word('renamedLead')}</p>
<p><a href="${box.origin}/">${box.origin}</a></p>
</section>`,
    }),
    { elsewhere: true },
  )
}
