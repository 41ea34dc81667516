/** What the doctor says of the ingress's word: where it is taken, whether it comes, and who could come without it. */
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../src/store/memory.ts'
import { complaints, environment, examined, finding } from './examined.ts'

const NAMED: Readonly<Record<string, string>> = {
  'x-hc-user-id': 'mei',
  'x-hc-user-role': 'ADMIN',
  'x-hc-source': 'client',
}
const reader = (headers: Readonly<Record<string, string>>) => (name: string) =>
  headers[name.toLowerCase()]

const manifest = (...lines: readonly string[]): string =>
  ['application:', '  oidc_redirect_path: /callback', ...lines.map((line) => `  ${line}`)].join(
    '\n',
  )

const BOX = environment({
  LAZYCAT_APP_DOMAIN: 'app.example',
  LAZYCAT_BOX_DOMAIN: 'box.example',
})

const examine = (text?: string, headers?: Readonly<Record<string, string>>) =>
  examined({
    ...BOX,
    session: { store: createMemoryStore(), acceptIngressUser: true },
    ...(text !== undefined && { manifest: text }),
    ...(headers && { headers: reader(headers) }),
  })

const said = async (...asked: Parameters<typeof examine>) => {
  const { outcome, seen, fix } = finding(await examine(...asked), 'ingress-user')
  return { outcome, seen: seen.en, fix: fix?.en }
}

describe('the ingress’s word', () => {
  it('is not taken by default, and of no concern then', async () => {
    const text = manifest('routes: ["/=http://127.0.0.1:80"]', 'ingress: [{ port: 80 }]')
    const { outcome, seen } = finding(await examined({ ...BOX, manifest: text }), 'ingress-user')
    expect([outcome, seen.en]).toEqual(['ok', 'not taken'])
  })

  it('is taken by the sources that are named, and comes with the request', async () => {
    expect(await said(undefined, NAMED)).toMatchObject({
      outcome: 'ok',
      seen: 'X-HC-SOURCE: client',
    })
    expect(await said()).toMatchObject({ outcome: 'ok' })
  })

  it.each(Object.keys(NAMED))('does not come without %s', async (name) => {
    const { [name]: _, ...rest } = NAMED
    const { outcome, seen } = await said(undefined, rest)
    expect([outcome, seen.toLowerCase()]).toEqual(['warning', `without ${name}`])
  })

  it('cannot be taken without a box: that is a problem of the settings', async () => {
    const findings = await examined({
      session: { store: createMemoryStore(), acceptIngressUser: true },
    })
    expect(complaints(findings)).toContain('configuration:problem')
  })

  it('names few where every page is public', async () => {
    const text = manifest('routes: ["/=http://127.0.0.1:3000"]', 'public_path: ["/"]')
    expect(await said(text, NAMED)).toMatchObject({ outcome: 'warning', seen: 'public_path: /' })
    expect(await said(text.replace('"/"]', '"/feed"]'), NAMED)).toMatchObject({ outcome: 'ok' })
  })
})

describe('a port that the ingress does not guard', () => {
  const WEB = 'routes: ["/=http://web.dev.example.app.lzcapp:3000"]'
  it.each([
    [
      'of this container',
      'routes: ["/=exec://3000,/lzcapp/pkg/run.sh"]',
      '{ port: 3000 }',
      'app:3000',
    ],
    ['by loopback', 'routes: ["/=http://127.0.0.1:3000"]', '{ port: 3000 }', 'app:3000'],
    ['of a service', WEB, '{ port: 3000, service: web }', 'web:3000'],
    [
      'of an upstream',
      'upstreams: [{ location: /, backend: "http://web:3000" }]',
      '{ port: 3000, service: web }',
      'web:3000',
    ],
    [
      'of an upstream with a query',
      'upstreams: [{ location: /, backend: "http://web:3000/?a=b" }]',
      '{ port: 3000, service: web }',
      'web:3000',
    ],
    ['in a range', WEB, '{ publish_port: 2000-4000, service: web }', 'web:2000-4000'],
    ['of a service that a template names', WEB, '{ port: 3000, service: "{{ .U.s }}" }', '?:3000'],
    ['that a template names', WEB, '{ port: "{{ .U.port }}", service: web }', /^web:/],
    ['without a number', 'routes: ["/=http://web"]', '{ port: 80, service: web }', 'web:80'],
  ])('%s lets anybody be anybody', async (_, route, entry, seen) => {
    const found = await said(manifest(route, `ingress: [${entry}]`), NAMED)
    expect(found.outcome).toBe('problem')
    expect(found.seen.replace('application.ingress: ', '')).toMatch(seen)
    expect(found.fix).toContain('acceptIngressUser')
  })

  it.each([
    'http://0.0.0.0:3000',
    'http://[::1]:3000',
    'http://[::]:3000',
    'http://Localhost:3000',
    'HTTP://127.0.0.1:3000',
    'http://u@127.0.0.1:3000',
    'http://u:p@127.0.0.1:3000',
    'exec://{{.P}},./x',
    'http://{{.H}}:3000',
    'http://127.0.0.1:{{.P}}',
    '{{.T}}',
    'http://APP:3000',
  ])('that %s leads to lets anybody be anybody', async (target) => {
    const text = manifest(`routes: ["/=${target}"]`, 'ingress: [{ protocol: tcp, port: 3000 }]')
    expect(await said(text, NAMED)).toMatchObject({ outcome: 'problem' })
  })

  it('is one of a service in whatever letters', async () => {
    const entry = 'ingress: [{ protocol: tcp, port: 3000, service: web }]'
    const text = manifest('routes: ["/=http://WEB:3000"]', entry)
    expect(await said(text, NAMED)).toMatchObject({ outcome: 'problem' })
  })

  it.each([
    ['of another service', WEB, '{ port: 3000, service: db }'],
    ['that is another one', WEB, '{ port: 22, service: web }'],
    ['for datagrams', WEB, '{ port: 3000, service: web, protocol: udp }'],
    ['for datagrams, in capitals', WEB, '{ port: 3000, service: web, protocol: UDP }'],
    ['beside files', 'routes: ["/=file:///lzcapp/pkg/x"]', '{ port: 3000 }'],
  ])('%s does not', async (_, route, entry) => {
    expect(await said(manifest(route, `ingress: [${entry}]`), NAMED)).toMatchObject({
      outcome: 'ok',
    })
  })
})
