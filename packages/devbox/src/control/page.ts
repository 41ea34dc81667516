/** The control page: what this box is, and the levers that make it fail. */
import type { Box } from '../box/box.ts'
import { buildEnvironment, SECRET_VARIABLE } from '../box/environment.ts'
import { usersOf } from '../box/users.ts'
import { FAULT_GROUPS, FAULTS, type FaultGroup } from '../faults/catalogue.ts'
import type { FaultName } from '../faults/names.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { type Html, html, type Part } from '../pages/html.ts'
import { type Pen, showPage } from '../pages/layout.ts'
import type { WordName } from '../pages/words.ts'
import { showIngress } from './ingress-card.ts'

/** Shows the control page. */
export function showControlPage(request: BoxRequest, box: Box): Reply {
  const at = request.query.get('at')
  return showPage(request, box, 200, (pen) => ({
    title: pen.word('home'),
    wide: true,
    body: html`<h1>${pen.word('controlTitle')}</h1>
<p class="quiet">${pen.word('controlLead')}</p>
<div class="columns">
${addresses(box, pen)}
${users(box, pen)}
</div>
${box.ingress && showIngress(request, box.ingress, pen)}
${environment(box, pen)}
${actions(box, pen)}
${faults(box, pen, at)}`,
  }))
}

function addresses(box: Box, { word }: Pen): Html {
  const { appOrigin: app, redirectUri } = box
  const metadata = `${box.issuer}/.well-known/openid-configuration`
  return html`<section class="card">
<h2>${word('addresses')}</h2>
<dl class="pairs">
${pair(word('app'), html`<a href="${app}">${app}</a>`)}
${pair(word('redirectUri'), redirectUri ? html`<code>${redirectUri}</code>` : word('unregistered'))}
${pair(word('box'), html`<code>${box.origin}</code>`)}
${pair(word('issuer'), html`<code>${box.issuer}</code>`)}
${pair(word('discovery'), html`<a href="${metadata}">openid-configuration</a>`)}
</dl>
</section>`
}

function users(box: Box, { word }: Pen): Html {
  const rows = usersOf(box).map(({ name, role }) => {
    const other = OTHER_ROLE[role]
    const form = html`<form class="row" method="post" action="/control">
<input type="hidden" name="action" value="set-role"><input type="hidden" name="user" value="${name}">
<button name="role" value="${other}">${word('makeRole')} ${word(other)}</button></form>`
    return pair(name, html`${word(role)} <code class="quiet">${role}</code> ${form}`)
  })
  return html`<section class="card">
<h2>${word('users')}</h2>
<dl class="pairs">
${rows}
</dl>
<p class="quiet">${word('roleHelp')}</p>
</section>`
}

const OTHER_ROLE = { ADMIN: 'NORMAL', NORMAL: 'ADMIN' } as const

function pair(label: string, value: Part): Html {
  return html`<dt>${label}</dt><dd>${value}</dd>
`
}

function environment(box: Box, { word }: Pen): Html {
  const rows = Object.entries(buildEnvironment(box)).map(([name, value]) => {
    const shown =
      name === SECRET_VARIABLE
        ? html`<span class="quiet">••••••••  ${word('masked')}</span>`
        : value === ''
          ? html`<span class="quiet">${word('empty')}</span>`
          : html`<code>${value}</code>`
    return html`<tr><th scope="row"><code>${name}</code></th><td>${shown}</td></tr>
`
  })
  return html`<section class="card">
<h2>${word('environment')}</h2>
<table class="variables"><tbody>
${rows}
</tbody></table>
</section>`
}

function actions(box: Box, pen: Pen): Html {
  return html`<section class="card">
<h2>${pen.word('actions')}</h2>
<div class="tasks">
${action('rotate-keys', 'rotateKeys', 'rotateKeysHelp', pen)}
${action('restart', 'restart', 'restartHelp', pen)}
${action('rotate-secret', 'rotateSecret', 'rotateSecretHelp', pen)}
${box.settings.restartApp && action('restart-app', 'restartApp', 'restartAppHelp', pen)}
</div>
</section>`
}

function action(name: string, label: WordName, help: WordName, { word }: Pen): Html {
  return html`<form method="post" action="/control">
<button name="action" value="${name}">${word(label)}</button>
<p class="quiet">${word(help)}</p>
</form>`
}

function faults(box: Box, pen: Pen, at: string | null): Html {
  const { active } = box.faults
  return html`<section class="card">
<h2>${pen.word('faults')}</h2>
<p class="quiet">${pen.word('faultsLead')}</p>
${active.length === 0 ? html`<p class="quiet">${pen.word('faultsOff')}</p>` : activeList(active, pen)}
${FAULT_GROUPS.map((group) => faultGroup(group, active, pen, at))}
</section>`
}

function activeList(active: readonly FaultName[], { word }: Pen): Html {
  const chips = active.map(
    (name) => html`<a class="chip" href="#${name}"><code>${name}</code></a> `,
  )
  return html`<form class="active-list" method="post" action="/control">
<strong>${word('faultsOn')}</strong> ${chips}
<button name="action" value="clear-faults">${word('allOff')}</button>
</form>`
}

function faultGroup(
  group: FaultGroup,
  active: readonly FaultName[],
  pen: Pen,
  at: string | null,
): Html {
  const on = group.names.filter((name) => active.includes(name)).length
  const open = on > 0 || group.names.some((name) => name === at)
  const count = on > 0 ? html`<span class="count some">${on} / ${group.names.length}</span>` : false
  return html`<details${open && html` open`}>
<summary>${group[pen.language]} ${count || html`<span class="count">${group.names.length}</span>`}</summary>
${group.names.map((name) => faultRow(name, active.includes(name), pen))}
</details>
`
}

function faultRow(name: FaultName, on: boolean, { language, word }: Pen): Html {
  const other = language === 'zh' ? 'en' : 'zh'
  const { [language]: text, [other]: translation } = FAULTS[name]
  return html`<form class="fault" id="${name}" method="post" action="/control">
<input type="hidden" name="fault" value="${name}">
<input type="hidden" name="on" value="${on ? 'false' : 'true'}">
<div><code>${name}</code>
<p>${text}</p>
<p class="quiet" lang="${other}">${translation}</p></div>
<button class="switch" role="switch" aria-checked="${on ? 'true' : 'false'}" aria-label="${name}"><span>${word(on ? 'on' : 'off')}</span></button>
</form>
`
}
