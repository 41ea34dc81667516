/** The frame of every page: head, navigation, language switch. */
import type { KnownProvider, Language, Session } from 'catflap'
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { TEXTS } from '../texts/by-language.ts'
import type { Texts } from '../texts/texts.ts'
import { SCRIPTS, type ScriptName } from './script.ts'

/** What a page needs to know of the request it answers. */
export interface PageContext {
  readonly language: Language
  readonly text: Texts
  /** Path of the request, to mark the page in the navigation. */
  readonly path: string
  readonly session: Session | undefined
  /** Whether the navigation leads to what only administrators may see besides the environment. */
  readonly administrator: boolean
  /** The role that the box names now, when it takes the administrators' one away. */
  readonly boxRole: string | undefined
  /** Path that ends the session; `undefined` when the login is not configured. */
  readonly logout: string | undefined
  /** Which software the provider is, as far as it is known: it chooses the causes of a failure. */
  readonly provider: KnownProvider | undefined
}

/** One name for a person: what the provider suggests, else the subject. */
export function displayName({ claims, userInfo, sub }: Session): string {
  const names = [claims, userInfo].flatMap((all) => [all.preferred_username, all.name])
  return names.find((name) => typeof name === 'string' && name !== '')?.toString() ?? sub
}

/**
 * Puts a page's content into the frame.
 *
 * @param ownHeading - the content has the page's h1 itself
 * @param scripts - what makes the page more comfortable; its answer must allow scripts
 */
export function Layout(props: {
  context: PageContext
  title: string
  scripts?: readonly Exclude<ScriptName, 'back'>[]
  ownHeading?: true
  children: Child
}): JSX.Element {
  const { scripts = [] } = props
  const { language, text } = props.context
  const other = language === 'zh' ? 'en' : 'zh'
  const otherTag = language === 'zh' ? 'en' : 'zh-CN'
  return (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>{`${props.title} · ${TEXTS[language].frame.name}`}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {scripts.includes('clock') ? <script>{raw(SCRIPTS.clock)}</script> : null}
      </head>
      <body>
        <a class="skip" href="#content">
          {text.frame.skip}
        </a>
        <header class="bar">
          <a class="brand" href="/">
            <img src="/favicon.svg" alt="" width="28" height="28" />
            {text.frame.name}
          </a>
          <div class="tools">
            <SignOut context={props.context} />
            <a href={`?lang=${other}`} lang={otherTag} hreflang={otherTag}>
              {text.frame.otherLanguage}
            </a>
          </div>
          <Navigation context={props.context} />
        </header>
        <main id="content">
          {props.ownHeading ? null : <h1>{props.title}</h1>}
          {props.children}
        </main>
        {props.context.session ? <script>{raw(SCRIPTS.back)}</script> : null}
        {scripts.map((name) => (name === 'clock' ? null : <script>{raw(SCRIPTS[name])}</script>))}
      </body>
    </html>
  )
}

function Navigation({ context }: { context: PageContext }): JSX.Element {
  const { text, path, administrator } = context
  const pages = [
    ['/', text.frame.home],
    ['/session', text.frame.session],
    ['/sessions', text.frame.sessions],
    ['/env', text.frame.environment],
    ['/recipes', text.frame.recipes],
    ...(administrator
      ? ([
          ['/doctor', text.frame.doctor],
          ['/attempts', text.frame.attempts],
        ] as const)
      : []),
  ] as const
  return (
    <nav>
      {pages.map(([href, label]) => (
        <a href={href} {...(path === href ? { 'aria-current': 'page' } : {})}>
          {label}
        </a>
      ))}
    </nav>
  )
}

function SignOut({ context }: { context: PageContext }): JSX.Element | null {
  const { logout, session, text } = context
  if (session === undefined || logout === undefined) return null
  return (
    <form method="post" action={logout}>
      <button class="plain" type="submit">
        {text.frame.signOut}
      </button>
    </form>
  )
}
