import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/doctor/manifest.ts'

describe('the reader of manifests', () => {
  it.each([
    ['block style', 'application:\n  oidc_redirect_path: /callback\n', '/callback'],
    ['Windows line ends', 'application:\r\n  oidc_redirect_path: /callback\r\n', '/callback'],
    ['double quotes', '  oidc_redirect_path: "/a b"', '/a b'],
    ['single quotes', "  oidc_redirect_path: '/a#b'", '/a#b'],
    ['a quoted key', '  "oidc_redirect_path": /callback', '/callback'],
    ['flow style', 'application: { subdomain: x, oidc_redirect_path: /callback }', '/callback'],
    ['a comment after it', '  oidc_redirect_path: /callback # ours', '/callback'],
    ['a comment before it', '  # oidc_redirect_path: /old\n  oidc_redirect_path: /new', '/new'],
    ['a line of a template', '{{ if .S }}\n  oidc_redirect_path: /x\n{{ end }}', '/x'],
    ['a template as value', '  oidc_redirect_path: {{ .U.path }}', undefined],
    ['no value', '  oidc_redirect_path:\n', undefined],
    ['a comment only', '  # oidc_redirect_path: /x', undefined],
    ['another key that ends so', '  old_oidc_redirect_path: /x', undefined],
    ['another key that begins so', '  oidc_redirect_path_old: /x', undefined],
    ['no manifest at all', '\u0000\u0001 :::', undefined],
  ])('reads %s', (_, text, path) => {
    expect(readManifest(text).redirectPath).toBe(path)
  })

  it.each([
    ['  public_path: [/api, "/hooks"]\n', ['/api', '/hooks']],
    ['  public_path:\n    - /api\n    # more\n    - "/"\n  routes:\n    - /x=y', ['/api', '/']],
    ['  public_path:\n  - /\n', ['/']],
    ['  routes:\n    - /=http://app:80', []],
  ])('reads the public paths of %j', (text, paths) => {
    expect(readManifest(text).publicPaths).toEqual(paths)
  })

  it('reads the subdomain', () => {
    expect(readManifest('application:\n  subdomain: notes').subdomain).toBe('notes')
  })
})
