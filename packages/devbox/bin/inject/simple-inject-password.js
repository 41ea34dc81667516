/** Fills a form in with a name and a password and, unless told otherwise, sends it. */
export function simpleInjectPassword(ctx) {
  const given = ctx.params
  const user = typeof given.user === 'string' ? given.user : ''
  const password = typeof given.password === 'string' ? given.password : ''
  if (password === '') return
  const wait = (name, preset) => Math.min(Math.max(Number(given[name] ?? preset) || 0, 0), 60_000)
  const alone = given.allowPasswordOnly === true || given.passwordSelector !== undefined
  const needsUser = given.requireUser ?? (user !== '' || !alone)

  const pick = (root, selector) => (selector ? root.querySelector(selector) : null)
  const isUsable = (field) => {
    if (field === null || field.disabled) return false
    if (field.readOnly && given.allowReadOnly !== true) return false
    return given.allowHidden === true || field.getClientRects().length > 0
  }
  const isNew = (field) =>
    /new-password/.test(field.autocomplete) && given.allowNewPassword !== true

  const findFields = () => {
    const root = given.formSelector ? document.querySelector(given.formSelector) : document
    if (root === null) return undefined
    const inputs = [...root.querySelectorAll('input')].filter(isUsable)
    const secret = given.passwordSelector
      ? pick(root, given.passwordSelector)
      : inputs.find((field) => field.type === 'password' && !isNew(field))
    if (!isUsable(secret ?? null)) return undefined
    const name = given.userSelector ? pick(root, given.userSelector) : guessName(inputs, secret)
    if (!isUsable(name ?? null)) return needsUser ? undefined : { secret, name: undefined }
    return { secret, name }
  }
  /** The text field of the same form that is called so, or else the nearest before the password. */
  const guessName = (inputs, secret) => {
    const texts = inputs.filter(
      ({ type, form }) => /^(text|email|tel)$/.test(type) && form === secret.form,
    )
    const called = texts.find(({ name, id, autocomplete, placeholder }) =>
      /user|email|login|account|用户|账号|邮箱/i.test(
        `${name} ${id} ${autocomplete} ${placeholder}`,
      ),
    )
    const before = texts.filter(
      (field) => field.compareDocumentPosition(secret) & Node.DOCUMENT_POSITION_FOLLOWING,
    )
    return called ?? before.at(-1)
  }

  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
  const fill = (field, text) => {
    if (field === undefined || text === '') return
    if (given.onlyFillEmpty === true && field.value !== '') return
    // Frameworks that watch a field keep a setter of their own on it.
    set.call(field, text)
    for (const type of ['input', 'change', 'keydown', 'keyup', 'blur']) {
      const kind = type.startsWith('key') ? KeyboardEvent : Event
      field.dispatchEvent(new kind(type, { bubbles: type !== 'blur' }))
    }
  }

  /** A wrong password must not send its form for ever. */
  const mayStillSend = () => {
    const key = `catflap-devbox inject ${ctx.id} ${location.pathname}`
    const recent = (sessionStorage.getItem(key) ?? '').split(' ').filter((at) => {
      return at !== '' && Number(at) > Date.now() - 60_000
    })
    if (recent.length >= 3) {
      console.warn(`inject ${ctx.id}: sent three times within a minute, so it is not sent again`)
      return false
    }
    sessionStorage.setItem(key, [...recent, Date.now()].join(' '))
    return true
  }
  const findButton = ({ form }) =>
    pick(document, given.submitSelector) ??
    (form ?? document).querySelector('button[type=submit], input[type=submit]') ??
    (form ?? document).querySelector('button:not([type=button]):not([type=reset])')
  const send = (secret, left) => {
    const mode = given.submitMode ?? 'auto'
    const button = findButton(secret)
    const blocked = button?.disabled === true
    if (blocked && left > 0)
      return void setTimeout(send, wait('retryIntervalMs', 300), secret, left - 1)
    if (blocked || !mayStillSend()) return
    const byForm = mode === 'requestSubmit' || (mode === 'auto' && !given.submitSelector)
    if (byForm && secret.form !== null) secret.form.requestSubmit()
    else if (mode !== 'enter' && button !== null) button.click()
    else {
      const key = { key: 'Enter', code: 'Enter', bubbles: true }
      for (const type of ['keydown', 'keypress', 'keyup']) {
        secret.dispatchEvent(new KeyboardEvent(type, key))
      }
    }
  }

  const attempt = () => {
    const found = findFields()
    if (found === undefined) return false
    fill(found.name, user)
    fill(found.secret, password)
    if (given.autoSubmit !== false) {
      const retries = Math.min(wait('retryCount', 10), 100)
      setTimeout(send, wait('submitDelayMs', 50), found.secret, retries)
    }
    return true
  }
  if (attempt()) return
  // Pages of today draw their forms after they have loaded.
  const observer = new MutationObserver(() => attempt() && observer.disconnect())
  observer.observe(document.documentElement, { childList: true, subtree: true, attributes: true })
  setTimeout(() => observer.disconnect(), wait('observerTimeoutMs', 8000))
}
