import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkSource } from '../../src/run/check.ts'
import { openSource } from '../../src/run/source.ts'
import { command } from './command.ts'
import { execApp, freePort, manifest, project } from './fixture.ts'

const OIDC = 'oidc_redirect_path: callback'

describe('what is run is checked first', () => {
  it.each([
    [
      'en',
      /lzc-manifest\.yml:12:7 error [a-z-]+\n {2}\S.*\n {2}→ \S.*\nErrors do not stop the start here; a box, or the packager, stops where an error says so\.\n$/,
    ],
    [
      'zh',
      /lzc-manifest\.yml:12:7 错误 [a-z-]+\n {2}.*\p{Script=Han}.*\n {2}→ .*\p{Script=Han}.*\n上述错误不会阻止此处的启动；若错误说明会被拒绝，则微服或打包工具会拒绝。\n$/u,
    ],
  ])(
    'and findings are told in %s, with place and remedy, before anything starts',
    async (lang, expected) => {
      const path = execApp(await freePort(), 'environment:', '  - KEY=-----BEGIN PRIVATE KEY-----')
      const running = command([path, '--port', '0', '--state', join(path, 'state'), '--lang', lang])
      await expect.poll(running.err).toContain('[app] listening')
      await expect.poll(running.out).toContain('http')
      const [findings = ''] = running.err().split(/^(?:catflap-devbox|\[app\])/m)
      expect(findings).toMatch(expected)
      expect(findings.match(/:\d+:\d+ /g)).toHaveLength(1)
      running.signals.emit('SIGINT')
      expect(await running.ended).toBe(0)
    },
  )

  it('and they are told when it cannot be run, too', async () => {
    const path = project({ 'lzc-manifest.yml': manifest('/=file:///x', OIDC) })
    const { ended, err } = command([path, '--state', join(path, 'state'), '--lang', 'en'])
    expect(await ended).toBe(1)
    const [first = '', last = ''] = [err().split('\n')[0], err().trimEnd().split('\n').at(-1)]
    expect(first).toContain('lzc-manifest.yml:11:3 error oidc-variables-unmapped')
    expect(last).toMatch(/^catflap-devbox: lzc-manifest\.yml: .*oidc_redirect_path/)
  })

  it.each<[string, Record<string, string>, string]>([
    [
      'its content',
      { 'content/run.sh': 'exit' },
      'lzc-manifest.yml:10:7 error route-file-not-executable',
    ],
    ['lzc-build.yml', { 'lzc-build.yml': 'pkgout: ./' }, 'lzc-build.yml:1:1 warning icon-missing'],
    ['package.yml', { 'package.yml': 'package: [\n' }, 'package.yml:2:1 error yaml-syntax'],
  ])('with %s', async (_, files, finding) => {
    const route = '/=exec://5005,/lzcapp/pkg/content/run.sh'
    const path = project({
      'lzc-manifest.yml': manifest(route),
      'content/run.sh': '#!/bin/sh',
      ...files,
    })
    const found = checkSource(await openSource(path)).map(({ en }) => en.split('\n')[0])
    expect(found[0]).toBe(join(path, finding))
  })

  it('and of a project only what its profile keeps is run', async () => {
    const path = project({
      'lzc-manifest.yml': `${manifest('/=file:///lzcapp/pkg/content/')}#@build if profile=dev\n#@build include ./dev.yml\n#@build end\n`,
      'dev.yml': 'x-dev: 1\n',
      'lzc-build.yml': 'icon: ./i.png\n',
      'lzc-build.dev.yml': 'package_override: { name: Dev }\n',
      'package.yml': 'package: dev.example.app\nname: One\n',
    })
    const [release, dev] = [await openSource(path), await openSource(path, 'dev')]
    expect(release.manifest).not.toContain('x-dev')
    expect(dev.manifest).toContain('x-dev: 1')
    expect(release.packageYml).toContain('name: One')
    expect(dev.packageYml).toContain('"name": "Dev"')
  })

  it('and nothing is said of what is right', async () => {
    expect(checkSource(await openSource(execApp(5005)))).toEqual([])
  })
})
