/** Paths at the devbox's ingress, and the scripts of its injects, which are read and never run. */
import type { IngressRoute } from '../../../packages/devbox/src/box/ingress-app.ts'
import {
  buildTargetPath,
  isPublicPath,
  pickRoute,
} from '../../../packages/devbox/src/ingress/paths.ts'
import { readHeaderScript } from '../../../packages/devbox/src/run/inject-script.ts'
import { must, type Target } from '../engine/target.ts'

const PUBLIC = ['/public/', '/open', '!/public/closed']
const ROUTES = ['/', '/a/', '/a/b'].map(
  (prefix): IngressRoute => ({
    prefix,
    target: { kind: 'http', origin: 'http://127.0.0.1:1', path: '/base/' },
    trimPrefix: prefix !== '/',
    useBackendHost: false,
  }),
)

export const target: Target = {
  words: [
    ...[
      '/public/',
      '/open',
      '/closed',
      '/CLOSED',
      '/a/',
      '/a/b',
      '//',
      '/./',
      '/../',
      '%2e',
      '%2F',
      '%5c',
    ],
    ...[
      '%25',
      '%3b',
      '%E4%BD%A0',
      '%c0%af',
      'ctx.headers.set("A", "b");',
      'ctx.headers.add(',
      'ctx.headers.del(',
    ],
    ...[
      'ctx.base64.encode(',
      'ctx.safe_uid',
      'ctx.params.a',
      ' + ',
      '//',
      '/*',
      '*/',
      '"',
      "'",
      '\\',
      ');',
      ',',
    ],
  ],
  run(input) {
    const text = input.toString()
    checkPath(text)
    for (const change of readHeaderScript(text, { a: 'b' }) ?? []) {
      must(/^[\w!#$%&'*+.^`|~-]+$/.test(change.name), 'a header has a name')
      must(text.includes(change.name), 'it is one of the script')
    }
  },
}

function checkPath(path: string): void {
  if (isPublicPath(path, PUBLIC)) {
    const plain = decodeURIComponent(path)
    const folded = plain.toLowerCase()
    must(/^\/(?:public|open)(?:$|\/)/.test(plain), 'public is what a rule opens')
    must(
      folded !== '/public/closed' && !folded.startsWith('/public/closed/'),
      'not what one closes',
    )
    must(!/\/\.{1,2}(?:\/|$)|\/\/|[\\%;#?]/.test(plain), 'and in a plain form')
  }
  const route = pickRoute(ROUTES, path)
  if (route === undefined) return
  must(buildTargetPath(route, path).startsWith('/base/'), 'a path stays below its target')
}
