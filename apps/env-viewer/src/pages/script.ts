/**
 * The one script: searches while a person types. A page that holds everything is filtered in place;
 * any other asks the server again, as the form does without a script.
 */

/** The script, kept as text so that a build needs no further files. */
export const SCRIPT = `const form = document.querySelector('form[data-search]')
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
