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

/** Each script by its name. */
export const SCRIPTS: Readonly<Record<'search' | 'copy', string>> = { search: SEARCH, copy: COPY }

/** Their source expressions for a Content-Security-Policy. */
export const SCRIPT_SOURCES: string = Object.values(SCRIPTS)
  .map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
  .join(' ')
