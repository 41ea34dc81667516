/** The token response, good and refused. */
import { exchangeGrant } from '../../../packages/catflap/src/provider/token-endpoint.ts'
import { answerChange, answering, codeOf, ISSUER, NOW, SECRETS } from '../engine/answers.ts'
import { must, type Target } from '../engine/target.ts'

const [SECRET, CODE, VERIFIER] = SECRETS
const WORDS = [
  ...[
    'access_token',
    'id_token',
    'refresh_token',
    'token_type',
    'expires_in',
    'scope',
    'bearer',
    'DPoP',
  ],
  ...[
    'error',
    'error_description',
    'invalid_grant',
    'invalid_client',
    'invalid_request',
    'access_denied',
  ],
  ...[
    '401 application/json\n',
    '400 application/json\n',
    '503 text/html\n',
    '302 \n',
    'application/problem+json',
  ],
  ...[
    SECRET,
    CODE,
    encodeURIComponent(SECRET),
    Buffer.from(`rp-1:${SECRET}`).toString('base64'),
    '3600',
    '-1',
  ],
]
const CODES =
  /^(TOKEN_ENDPOINT_UNAVAILABLE|TOKEN_RESPONSE_INVALID|CLIENT_REFUSED|TOKEN_REQUEST_REFUSED|CODE_REFUSED)$/

export const target: Target = {
  words: WORDS,
  change: answerChange(WORDS),
  async run(input) {
    const metadata = { issuer: ISSUER, token_endpoint: `${ISSUER}/token` }
    const exchange = {
      providerFetch: answering(input),
      metadata: metadata as Parameters<typeof exchangeGrant>[0]['metadata'],
      client: { clientId: 'rp-1', proof: 'authorization', authenticate },
      now: () => NOW,
    }
    const tokens = await exchangeGrant(exchange, {
      type: 'authorization_code',
      parameters: {
        code: CODE,
        redirect_uri: 'https://app.example/callback',
        code_verifier: VERIFIER,
      },
      refused: { errors: ['invalid_grant'], code: 'CODE_REFUSED' },
    }).catch((error: unknown) => void codeOf(error, CODES))
    if (tokens === undefined) return
    const body = JSON.parse(input.subarray(input.indexOf(10) + 1).toString())
    must(
      tokens.accessToken !== '' && tokens.accessToken === body.access_token,
      'the access token is theirs',
    )
    must(tokens.idToken === undefined || tokens.idToken === body.id_token, 'so is the ID Token')
    must(tokens.refreshToken !== '', 'an empty refresh token is none')
    must(String(body.token_type).toLowerCase() === 'bearer', 'they are bearer tokens')
    const { expiresIn } = tokens
    must(
      expiresIn === undefined || (Number.isFinite(expiresIn) && expiresIn >= 0),
      'they live for some time',
    )
  },
}

const authenticate: Parameters<typeof exchangeGrant>[0]['client']['authenticate'] = ({
  headers,
}) => {
  headers.authorization = `Basic ${Buffer.from(`rp-1:${SECRET}`).toString('base64')}`
}
