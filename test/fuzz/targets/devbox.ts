/** Visits to the devbox's provider: up to eight requests, of which later ones repeat what earlier ones brought. */
import { generateKeyPairSync } from 'node:crypto'
import { type Box, createBox } from '../../../packages/devbox/src/box/box.ts'
import type { Reply } from '../../../packages/devbox/src/http/reply.ts'
import { parseRequest } from '../../../packages/devbox/src/http/request.ts'
import { createRequestLog } from '../../../packages/devbox/src/http/request-log.ts'
import { parseOptions } from '../../../packages/devbox/src/options.ts'
import { createRouter } from '../../../packages/devbox/src/router.ts'
import { must, type Target } from '../engine/target.ts'

const MOST_REQUESTS = 8
const BETWEEN = '\n===\n'
const NOW = 1_800_000_000

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

function newBox(dex: '2.45' | 'next') {
  const options = { dex, refreshTokens: true, now: () => NOW, keys: [privateKey] } as const
  const box = createBox(parseOptions(options), 'http://127.0.0.1:5006')
  const levers = { rename: async () => undefined, restartApp: undefined }
  return { box, handle: createRouter(box, createRequestLog(), levers) }
}

export const target: Target = {
  work: { base: 2_000_000, perByte: 2000 },
  slow: 400,
  // `$L` stands for where the last redirect led, `$C`, `$A`, `$R`, `$D`, `$U` for a code and tokens, `$S` for the secret.
  words: [
    ...[
      BETWEEN,
      'GET $L',
      'POST $L',
      'HEAD ',
      'PUT ',
      '/sys/oauth/auth',
      '/sys/oauth/token',
      '/sys/oauth/userinfo',
    ],
    ...[
      '/sys/oauth/device/code',
      '/sys/oauth/device/auth/verify_code',
      '/sys/oauth/device/token',
      '/sys/oauth/logout',
    ],
    ...[
      '/sys/oauth/token/introspect',
      '/sys/oauth/approval',
      '/sys/oauth/callback/',
      '/control',
      '/sys/login',
    ],
    ...[
      'client_id=dev.catflap.app',
      'client_secret=$S',
      'redirect_uri=',
      'response_type=code',
      'scope=openid',
    ],
    ...[
      'offline_access',
      'state=',
      'nonce=',
      'code_challenge=',
      'code_challenge_method=S256',
      'prompt=none',
    ],
    ...[
      'max_age=0',
      'id_token_hint=$I',
      'grant_type=authorization_code',
      'grant_type=refresh_token',
      'code=$C',
    ],
    ...[
      'refresh_token=$R',
      'token=$A',
      'device_code=$D',
      'user_code=$U',
      'code_verifier=',
      'approval=approve',
    ],
    ...[
      'user=alice',
      '<script>alert',
      '"><x-fuzz',
      'redirect=',
      '&',
      '%',
      '%00',
      ';',
      '+',
      '\n\n',
      'Content-Type: application/x-www-form-urlencoded\n',
    ],
    ...[
      'Content-Type: multipart/form-data; boundary=b\n',
      'Authorization: Bearer $A\n',
      'Authorization: Basic ',
    ],
    '--b\r\nContent-Disposition: form-data; name="approval"\r\n\r\napprove\r\n--b--\r\n',
  ],
  async run(input) {
    // Boxes of its own, so that a visit does the same each time.
    for (const dex of ['2.45', 'next'] as const) {
      const { box, handle } = newBox(dex)
      await visit(input.toString('latin1'), box, handle)
    }
  },
}

async function visit(
  text: string,
  box: Box,
  handle: ReturnType<typeof createRouter>,
): Promise<void> {
  const known = new Map([['$S', box.clientSecret]])
  let cookie = ''
  for (const one of text.split(BETWEEN, MOST_REQUESTS)) {
    let written = one
    for (const [name, value] of known) written = written.replaceAll(name, value)
    const reply = await handle(requestOf(written, cookie))
    checkReply(reply)
    cookie = [reply.headers['set-cookie'] ?? cookie]
      .flat()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    learn(reply, known)
  }
}

function requestOf(text: string, cookie: string): ReturnType<typeof parseRequest> {
  const end = text.indexOf('\n\n')
  const [first = '', ...lines] = (end === -1 ? text : text.slice(0, end)).split('\n')
  const [, method = 'GET', url = first] = /^([A-Z]+) (.*)$/s.exec(first) ?? []
  const named = lines.map((line) => [
    line.split(':', 1)[0]!.toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ])
  const headers = { cookie, ...Object.fromEntries(named) }
  const body = end === -1 ? '' : Buffer.from(text.slice(end + 2), 'latin1').toString()
  return parseRequest({ method, url, headers } as Parameters<typeof parseRequest>[0], body)
}

function checkReply({ status, headers, body }: Reply): void {
  must(Number.isInteger(status) && status >= 200 && status < 600, 'every request is answered')
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value].flat()) {
      must(!/[\0\r\n]/.test(name + one), 'no header breaks its line')
      if (name === 'location') must(/^(?:\/(?!\/)|https?:)/.test(one), 'a redirect leads to a page')
    }
  }
  const page = body.toString()
  if (/^[[{]/.test(page) && /json/.test(String(headers['content-type']))) JSON.parse(page)
  if (/html/.test(String(headers['content-type'])))
    must(!/<script>alert|"><x-fuzz/i.test(page), 'what was sent is no markup of a page')
}

/** Keeps what a later request may repeat. */
function learn({ headers, body }: Reply, known: Map<string, string>): void {
  const location = String(headers.location ?? '')
  if (location !== '') known.set('$L', location.replace(/^https?:\/\/[^/]*/, ''))
  const code = /[?&]code=([^&]*)/.exec(location)?.[1]
  if (code !== undefined) known.set('$C', code)
  const text = body.toString()
  for (const [name, member] of MEMBERS) {
    const value = new RegExp(`"${member}":\\s*"([^"]*)"`).exec(text)?.[1]
    if (value !== undefined) known.set(name, value)
  }
}

const MEMBERS = [
  ['$A', 'access_token'],
  ['$R', 'refresh_token'],
  ['$I', 'id_token'],
  ['$D', 'device_code'],
  ['$U', 'user_code'],
] as const
