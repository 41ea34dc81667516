/** The tokens of a session: their shape, and their text only for a person who asked for it. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Texts } from '../texts/texts.ts'
import { Value } from './value.tsx'
import type { SessionView } from './views.ts'

/** Shows the tokens. The refresh token never leaves the server in any form. */
export function Tokens({ view }: { view: SessionView }): JSX.Element {
  const { details, revealed } = view
  const text = view.context.text.session
  const { refreshToken } = details
  const tokens = [
    ['access_token', details.accessToken],
    ['id_token', details.idToken],
  ] as const
  return (
    <>
      <h2 id="tokens">{text.tokens}</h2>
      <p>{text.tokensLead}</p>
      <dl>
        {tokens.map(([name, token]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              {shape(token, text)}
              {revealed ? (
                <div>
                  <Value of={token} />
                </div>
              ) : null}
            </dd>
          </div>
        ))}
        <div>
          <dt>refresh_token</dt>
          <dd>
            {refreshToken === undefined
              ? text.noToken
              : `${shape(refreshToken, text)} (${text.refreshNeverShown})`}
          </dd>
        </div>
      </dl>
      <div class="row">
        <RevealButton text={text} revealed={revealed} />
        <a href="/api/session">{text.api}</a>
      </div>
    </>
  )
}

function RevealButton(props: { text: Texts['session']; revealed: boolean }): JSX.Element {
  if (props.revealed) {
    return (
      <a class="act quiet" href="/session">
        {props.text.hide}
      </a>
    )
  }
  return (
    <form method="post" action="/session#tokens">
      <button type="submit" name="reveal" value="tokens">
        {props.text.reveal}
      </button>
    </form>
  )
}

function shape(token: string, text: Texts['session']): string {
  const isJwt = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)
  return text.shape(token.length, isJwt ? 'JWT' : text.opaque)
}
