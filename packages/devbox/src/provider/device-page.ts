/** The pages of the device flow: where the code is typed, and that it is done. */
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import type { Box } from '../box/box.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { html } from '../pages/html.ts'
import { showPage } from '../pages/layout.ts'

/**
 * Asks for the code that a device shows.
 *
 * @param code - To begin with.
 * @param wrong - The code came before and is none.
 */
export function showDevice(
  request: BoxRequest,
  box: Box,
  status: 200 | 400,
  code: string,
  wrong = false,
): Reply {
  return showPage(request, box, status, ({ word }) => ({
    title: word('deviceTitle'),
    body: html`<section class="card">
<h1>${word('deviceTitle')}</h1>
${wrong && html`<p class="said">${word('deviceWrong')}</p>`}
<form class="row" method="post" action="${PROVIDER_PATH.value}/device/auth/verify_code">
<label>${word('deviceCode')} <input name="user_code" value="${code}" autocomplete="off"></label>
<button class="primary">${word('deviceGo')}</button>
</form>
</section>`,
  }))
}

/** Tells that the device has what it asked for. */
export function showDeviceDone(request: BoxRequest, box: Box, name: string): Reply {
  return showPage(request, box, 200, ({ word }) => ({
    title: word('deviceDone'),
    body: html`<section class="card">
<h1>${word('deviceDone')}</h1>
<p><strong>${name}</strong>: ${word('deviceBack')}</p>
</section>`,
  }))
}
