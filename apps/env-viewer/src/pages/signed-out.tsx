/** The page after all sessions have been ended: how many there were, and what is left to do. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import { Layout, type PageContext } from './layout.tsx'

/**
 * Makes the page.
 *
 * @param login - path that starts a login
 * @param ended - what the request has just done; nothing when the page is only looked at
 */
export function SignedOutPage(props: {
  context: PageContext
  login: string
  ended?: { readonly count: number; readonly providerLogout: string | undefined }
}): JSX.Element {
  const { context, login, ended } = props
  const { sessions: text, home, frame } = context.text
  const providerLogout = ended?.providerLogout
  return (
    <Layout context={context} title={ended === undefined ? home.signedOut : text.outEverywhere}>
      {ended === undefined ? null : (
        <>
          <p class="note told done" role="status">
            ✓ {text.endedEverywhere(ended.count)}
          </p>
          <p>{text.stillAtProvider}</p>
        </>
      )}
      <div class="row">
        {providerLogout === undefined ? null : (
          <a class="act" href={providerLogout}>
            {text.outAtProvider}
          </a>
        )}
        <a class="act quiet" href={`${login}?return_to=%2Fsessions`}>
          {frame.signIn}
        </a>
      </div>
    </Layout>
  )
}
