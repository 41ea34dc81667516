/**
 * The scripts of the pages: inline, and allowed by their hash. Each improves what works without it.
 */
import { createHash } from 'node:crypto'

/**
 * Searches while a person types. A page that holds everything is filtered in place; any other asks
 * the server again, as the form does without a script.
 */
const SEARCH: string = `const form = document.querySelector('form[data-search]')
const field = form.elements.q
const status = document.querySelector('[data-status]')
const none = document.querySelector('[data-none]')
const whole = form.dataset.search === 'whole'
const items = [...document.querySelectorAll('[data-item]')].map((item) => [
  item,
  [...item.querySelectorAll('[data-find]')].map((part) => part.textContent.toLowerCase()),
])
let pause

function filter() {
  const wanted = field.value.trim().toLowerCase()
  let found = 0
  for (const [item, parts] of items) {
    item.hidden = !parts.some((part) => part.includes(wanted))
    if (!item.hidden) found += 1
  }
  for (const section of document.querySelectorAll('[data-section]')) {
    section.hidden = section.querySelector('[data-item]:not([hidden])') === null
  }
  status.textContent = status.dataset.status
    .replace('{found}', found)
    .replace('{all}', items.length)
  none.hidden = found > 0
}

field.addEventListener('input', () => {
  if (whole) return filter()
  clearTimeout(pause)
  pause = setTimeout(() => form.requestSubmit(), 400)
})
form.addEventListener('submit', (event) => {
  if (whole) event.preventDefault()
})
if (field.value !== '') {
  field.setSelectionRange(field.value.length, field.value.length)
  if (whole) filter()
}
`

/** Copy buttons: they appear where copying works, and say when it is done. */
const COPY: string = `for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break
  button.hidden = false
  button.onclick = async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent)
    button.textContent = button.dataset.done
  }
}
`

/**
 * Puts times into the person's own zone: today's by the clock alone, others with their day. It stands
 * before them and changes each as it comes, so that nothing moves that has been painted.
 */
const CLOCK: string = `const now = new Date()
function tell() {
  for (const clock of document.querySelectorAll('time [data-clock]')) {
    const at = new Date(clock.parentElement.dateTime)
    const parts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
    if (at.toDateString() !== now.toDateString()) {
      parts.month = 'short'
      parts.day = 'numeric'
      if (at.getFullYear() !== now.getFullYear()) parts.year = 'numeric'
    }
    const text = at.toLocaleString(document.documentElement.lang, parts)
    if (clock.textContent !== text) clock.textContent = text
  }
}
const watcher = new MutationObserver(tell)
watcher.observe(document, { childList: true, subtree: true })
document.addEventListener('DOMContentLoaded', () => {
  watcher.disconnect()
  tell()
})
`

/**
 * A page that shows a session is asked for anew when somebody comes back to it, since whoever it speaks
 * of may have signed out: a browser keeps whole pages in memory. Chromium does so in spite of `no-store`
 * when a redirect led to the page, as it does after each login. Hidden while it lies there, so that
 * nothing of it flashes up; asked for by its address, so that no form is sent again.
 */
const BACK: string = `addEventListener('pagehide', () => {
  document.documentElement.hidden = true
})
addEventListener('pageshow', (event) => {
  if (event.persisted) location.replace(location.pathname + location.search)
})
`

/** The scripts by name. */
export type ScriptName = 'search' | 'copy' | 'clock' | 'back'

/** Each script by its name. */
export const SCRIPTS: Readonly<Record<ScriptName, string>> = {
  search: SEARCH,
  copy: COPY,
  clock: CLOCK,
  back: BACK,
}

const sourceOf = (script: string): string =>
  `'sha256-${createHash('sha256').update(script).digest('base64')}'`

/** Source expression of the script that every page may need, for a Content-Security-Policy. */
export const BACK_SOURCE: string = sourceOf(BACK)

/** Source expressions of all scripts. */
export const SCRIPT_SOURCES: string = Object.values(SCRIPTS).map(sourceOf).join(' ')
