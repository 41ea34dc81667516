/**
 * The answer to a request that failed: a page for a person, problem details for a program.
 */
import { LoginError } from '../errors.ts'
import { type HeaderReader, isPrefetch } from '../protocol/fetch-metadata.ts'
import type { KnownProvider } from '../protocol/known-provider.ts'
import type { LoginTrace } from '../trace.ts'
import { type ErrorText, errorText } from './error-texts.ts'
import { factText } from './facts.ts'
import { type Language, pickLanguage } from './language.ts'
import { escapeHtml, escapeWithTimes, page } from './page.ts'

/** Seconds after which a caller may ask again when the outcome could not be told. */
const RETRY_AFTER = 5

const LABELS = {
  en: {
    code: 'Code',
    parameter: 'Where',
    expected: 'Expected',
    seen: 'Seen',
    reason: 'Reason',
    said: 'The provider says',
    causes: 'Likely causes, the likeliest first',
    again: 'Sign in again',
  },
  zh: {
    code: '代码',
    parameter: '位置',
    expected: '期望',
    seen: '实际',
    reason: '原因',
    said: '身份提供方的说明',
    causes: '可能原因（按可能性排序）',
    again: '重新登录',
  },
} as const

/** A request that failed, as the page about it needs to know it. Nothing in it is a secret. */
export interface LoginFailure {
  readonly error: LoginError
  /** Path that starts a new login, with its `return_to` when known. */
  readonly login: string
  /** What the login did before it failed; `undefined` when the request was not part of one. */
  readonly trace: LoginTrace | undefined
  /** Which software the provider is, as far as it is known; for `errorText`. */
  readonly provider: KnownProvider | undefined
  /** Reads the request's headers, which choose form and language. */
  readonly header: HeaderReader
}

/**
 * An app's own page about a failure. Its status is the error's in any case. It answers at once, since
 * `Login.refuse` does; ours is shown when it throws, or gives anything but a Response.
 */
export type FailurePage = (failure: LoginFailure) => Response

/**
 * Answers a failure: a person gets the app's page, or ours when there is none or it is broken.
 *
 * @param onBroken - told why the app's page could not be shown
 * @see RFC 9457 (problem details)
 */
export function errorResponse(
  failure: LoginFailure,
  ownPage?: FailurePage,
  onBroken: (error: unknown) => void = () => {},
): Response {
  const { error, header, login, provider } = failure
  const language = pickLanguage(header)
  const text = errorText(error, language, provider)
  const response = wantsPage(header)
    ? (customPage(failure, ownPage, onBroken) ?? errorPage({ error, text, language, login }))
    : problem({ error, text, language, login })
  if (error.status === 503) response.headers.set('retry-after', String(RETRY_AFTER))
  return response
}

/** A `LoginError` as it is; anything else is a bug and tells nothing of itself. */
export function toLoginError(error: unknown): LoginError {
  if (error instanceof LoginError) return error
  return new LoginError('INTERNAL', 'a bug in this app', { cause: error })
}

/** A mistake in the app's page must not hide why the login failed. */
function customPage(
  failure: LoginFailure,
  ownPage: FailurePage | undefined,
  onBroken: (error: unknown) => void,
): Response | undefined {
  try {
    const made = ownPage?.(failure)
    if (made === undefined) return undefined
    if (typeof made.headers?.get !== 'function') {
      // Nobody waits for an async page; what it rejects with would end the process.
      Promise.resolve(made).catch(() => undefined)
      throw new TypeError('failurePage: it must return a Response at once, and no promise')
    }
    const { status } = failure.error
    const response = new Response(made.body, { status, headers: made.headers })
    response.headers.set('cache-control', 'no-store')
    return response
  } catch (error) {
    onBroken(error)
    return undefined
  }
}

/** Whether whoever asks is a person who will see the answer: no program, and no prefetch. */
export function wantsPage(header: HeaderReader): boolean {
  return !isPrefetch(header) && (header('accept')?.includes('text/html') ?? false)
}

/** A failure with its words. */
interface Told {
  readonly error: LoginError
  readonly text: ErrorText
  readonly language: Language
  readonly login: string
}

function errorPage({ error, text, language, login }: Told): Response {
  const { title, causes, fix } = text
  const label = LABELS[language]
  const words = error.said === undefined ? '' : quotation(label.said, error.said)
  const facts = (['code', 'reason', 'parameter', 'expected', 'seen'] as const)
    .filter((name) => error[name] !== undefined)
    .map(
      (name) =>
        `<dt>${label[name]}</dt><dd>${escapeWithTimes(factText(error[name] ?? '', language))}</dd>`,
    )
  const body =
    `${words}${causeList(causes, label.causes)}<p><strong>${escapeHtml(fix)}</strong></p>` +
    `<a class="act" href="${escapeHtml(login)}">${label.again}</a><dl>${facts.join('')}</dl>`
  return page(language, error.status, { title, body })
}

/** Somebody else's words, said to be theirs. */
const quotation = (who: string, words: string): string =>
  `<p>${who}: <q>${escapeHtml(words)}</q></p>`

function causeList(causes: readonly string[], heading: string): string {
  if (causes.length === 1) return `<p>${escapeHtml(causes[0] ?? '')}</p>`
  const items = causes.map((cause) => `<li>${escapeHtml(cause)}</li>`)
  return `<h2>${heading}</h2><ol>${items.join('')}</ol>`
}

function problem({ error, text: { title, fix }, login }: Told): Response {
  const body = {
    type: 'about:blank',
    title,
    status: error.status,
    detail: fix,
    code: error.code,
    reason: error.reason,
    parameter: error.parameter,
    expected: error.expected,
    seen: error.seen,
    said: error.said,
    login,
  }
  return new Response(JSON.stringify(body), {
    status: error.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      vary: 'Accept, Accept-Language, Cookie, Sec-Fetch-Mode',
    },
  })
}
