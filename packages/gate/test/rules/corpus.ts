/** Targets with the verdict that the rules below give each: how paths are misread, one row per way. */

import { parseRules } from '../../src/rules/parse.ts'
import type { Rules } from '../../src/rules/rule.ts'

/** Rules, of which a test needs no problems. */
export function rulesOf(list: readonly unknown[], otherwise?: unknown): Rules {
  const { rules, problems } = parseRules(list, otherwise)
  if (rules === undefined) throw new Error(JSON.stringify(problems))
  return rules
}

export const CORPUS_RULES: readonly unknown[] = [
  { path: '/internal', deny: true },
  { path: '/admin', groups: ['ADMIN'] },
  { path: '/public', public: true, methods: ['GET', 'HEAD'] },
  { path: '=/healthz', public: true, methods: ['GET', 'HEAD'] },
  { path: '=/api/hook', public: true, methods: ['POST'] },
]

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** By verdict, for GET. */
export const CORPUS = {
  public: words(`/public /public/ /public/a.css /public/a%20b /public/a.b.c /public/%E4%BD%A0
    /public?x=/../admin /public/a?next=//evil /healthz /healthz?x=1 /public/a.`),
  'signed-in':
    words(String.raw`/ /index.html /app /Public/a /PUBLIC /publicity /public.css /healthz/ /healthz/x
    /Healthz /health /public%2f /public%2Fa /public;x=1 /public;/a /public//a //public/a /public/./a /public/%2e/a
    /public\a /public%5Ca /public/a%3fb /public/a%23b /public/a#b /public/%2561 /public/100%25 /public/a;v=1
    /public/..%3B/x /x/../public/a /public/.../admin`),
  groups:
    words(String.raw`/admin /admin/ /admin/users /ADMIN /Admin/x /admin.json /admin. /admin;x /admin%2fusers
    /%61dmin /%2561dmin //admin /./admin /x/../admin /public/../admin /public/%2e%2e/admin /public/..%2fadmin
    /public%2f..%2fadmin /public/%252e%252e/admin /public/%252e%252e%252fadmin /public/..;/admin
    /public/..;x=1/admin /public/..\admin /public/..%5cadmin /public/.%2e/admin /public/a/../../admin
    /public//../admin /public;/../admin /public/%2e%2e%3b/admin /public/x/..%2f..%2fadmin /admin%20
    /admin/..;/public/a /admin/../public/a /admin%2f..%2fpublic /admin/%2e%2e/public/a /%EF%BD%81dmin /admin:80
    /admin%3Fx /admin%23x /admin#/public/a /public/..%25%32%66admin`),
  deny: words(`/internal /internal/x /INTERNAL /public/../internal /internal%2e /admin/../internal
    /%69nternal /internal;a`),
  invalid: words(`* admin http://evil.example/admin /% /%zz /public/%0 /%00 /public/a%00.css
    /public/%0d%0aX:y /public/a%0a /%c0%af /public/%c0%ae%c0%ae/admin /%ff /%ed%a0%80 /a%7f /public/%u002e /é`),
} as const

/** Ways that were found beside the corpus: a slash that stays encoded, other scripts, deeper encodings. */
export const MORE = {
  public: words('/public/a+b /public/~me/x-y_z /public/%E4%BD%A0/a?b=%zz&c=é'),
  // What an escape is the start of is another name: every way to write it is judged alike.
  'signed-in': words(`/public/%E2%80%A5/x /public/a%2fb
    /admina /admin%61 /%61dmin%61 /ADMIN%EF%BD%81 /%41DMIN%EF%BD%81`),
  groups: words(`/x%2fy/../admin /x%2fy/%2e%2e/admin /%78%2fy/%2e%2e/admin /x%252fy/%2e%2e/admin
    /%EF%BC%8Fadmin /x/%EF%BC%8E%EF%BC%8E/admin /%EF%BC%85%36%31dmin /%C4%B1/../admin /adm%C4%B1n /public/..%20/admin
    /public/100%25/%252e%252e/%252e%252e/admin /%2e/admin/%2e. /x/.%2e/admin/%2e. /admin%252ejson /ADMIN.JSON/x /admin%c2%a0 /admin%5c`),
  deny: words('/%25252525696e7465726e616c/../internal /Internal%2525%2532%65 /%E2%84%90nternal'),
  invalid: words('/%2500 /%25ff /a%250d%250ab /%c2%80 /a%25%30%30'),
} as const
