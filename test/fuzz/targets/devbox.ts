/** Requests to the devbox: its provider, its pages, its forms in both encodings, the paths of its ingress. */
import { createBox } from '../../../packages/devbox/src/box/box.ts'
import type { IngressRoute } from '../../../packages/devbox/src/box/ingress-app.ts'
import { parseRequest } from '../../../packages/devbox/src/http/request.ts'
import { createRequestLog } from '../../../packages/devbox/src/http/request-log.ts'
import {
  buildTargetPath,
  isPublicPath,
  pickRoute,
} from '../../../packages/devbox/src/ingress/paths.ts'
import { parseOptions } from '../../../packages/devbox/src/options.ts'
import { createRouter } from '../../../packages/devbox/src/router.ts'
import { readHeaderScript } from '../../../packages/devbox/src/run/inject-script.ts'
import { must, type Target } from '../engine/target.ts'

const RENEWED_AFTER = 5000
const PUBLIC = ['/public/', '/open', '!/public/closed']
const ROUTES = ['/', '/a/', '/a/b'].map(
  (prefix): IngressRoute => ({
    prefix,
    target: { kind: 'http', origin: 'http://127.0.0.1:1', path: '/base/' },
    trimPrefix: prefix !== '/',
    useBackendHost: false,
  }),
)
const BASE = '/sys/oauth'

/** A box at rest; what others have left in it does not grow for ever. */
function newBox() {
  const box = createBox(parseOptions({ autoApprove: 'alice' }), 'http://127.0.0.1:5006')
  const levers = { rename: async () => undefined, restartApp: undefined }
  return createRouter(box, createRequestLog(), levers)
}
let handle = newBox()
let requests = 0

export const target: Target = {
  work: { base: 400_000, perByte: 500 },
  words: [
    ...[
      'GET ',
      'POST ',
      'HEAD ',
      BASE,
      '/auth',
      '/auth/',
      '/callback/',
      '/approval',
      '/token',
      '/userinfo',
      '/device',
      '/device/code',
      '/token/introspect',
      '/healthz',
      '/control',
      '/public/',
      '/closed',
    ],
    ...[
      'client_id=dev.catflap.app',
      'redirect_uri=http%3A%2F%2F127.0.0.1%3A5005%2Fcallback',
      'response_type=code',
      'scope=openid',
      'state=',
      'nonce=',
      'code_challenge=',
      'code_challenge_method=S256',
      'prompt=none',
    ],
    ...[
      'grant_type=authorization_code',
      'grant_type=refresh_token',
      'code=',
      'req=',
      'hmac=',
      'user=alice',
      'approval=approve',
      '&',
      '%',
      '%00',
      ';',
      '\n',
      '\n\n',
      'Content-Type: application/x-www-form-urlencoded\n',
    ],
    ...[
      'Content-Type: multipart/form-data; boundary=b\n',
      '--b\r\nContent-Disposition: form-data; name="approval"\r\n\r\napprove\r\n--b--\r\n',
      'Authorization: Basic ',
      'Authorization: Bearer ',
      'Cookie: ',
    ],
    ...[
      'ctx.headers.set("A", "b");',
      'ctx.headers.del(',
      'ctx.base64.encode(',
      'ctx.safe_uid',
      'ctx.params.a',
      ' + ',
      '//',
      '/*',
      '*/',
      '"',
      '\\',
    ],
  ],
  async run(input) {
    if (requests++ % RENEWED_AFTER === RENEWED_AFTER - 1) handle = newBox()
    const text = input.toString('latin1')
    const end = text.indexOf('\n\n')
    const [first = '', ...lines] = (end === -1 ? text : text.slice(0, end)).split('\n')
    const [, method = 'GET', url = first] = /^([A-Z]+) (.*)$/s.exec(first) ?? []
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.split(':', 1)[0]!.toLowerCase(),
        line.slice(line.indexOf(':') + 2),
      ]),
    )
    const body = end === -1 ? '' : input.subarray(end + 2).toString()
    const request = parseRequest({ method, url, headers } as never, body)
    const reply = await handle(request)
    must(
      Number.isInteger(reply.status) && reply.status >= 200 && reply.status < 600,
      'every request is answered',
    )
    for (const [name, value] of Object.entries(reply.headers)) {
      for (const one of [value].flat()) {
        must(!/[\0\r\n]/.test(`${name}${one}`), 'no header breaks its line')
        if (name === 'location')
          must(
            !one.startsWith('//') && !one.includes('javascript:'),
            'a redirect leads where it may',
          )
      }
    }
    must(!/<script>alert/i.test(reply.body.toString()), 'what was sent is no script of a page')
    checkPath(request.path)
    checkScript(text)
  },
}

function checkPath(path: string): void {
  if (isPublicPath(path, PUBLIC)) {
    const plain = decodeURIComponent(path)
    must(/^\/(?:public|open)(?:$|\/)/.test(plain), 'public is what a rule opens')
    must(
      !plain.toLowerCase().startsWith('/public/closed/') &&
        plain.toLowerCase() !== '/public/closed',
      'and none that another closes',
    )
    must(!/\/\.{1,2}(?:\/|$)|\/\/|[\\%;#?]/.test(plain), 'and in a plain form')
  }
  const route = pickRoute(ROUTES, path)
  if (route === undefined) return
  const target = buildTargetPath(route, path)
  must(target.startsWith('/base/'), 'a path stays below its target')
}

function checkScript(text: string): void {
  for (const change of readHeaderScript(text, { a: 'b' }) ?? []) {
    must(!/[^\w!#$%&'*+.^`|~-]/.test(change.name) && change.name !== '', 'a header has a name')
  }
}
