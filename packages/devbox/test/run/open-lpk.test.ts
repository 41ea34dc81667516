import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Entry, writeLpk } from 'catflap-lazycat/lpk'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { checkSource } from '../../src/run/check.ts'
import { openSource } from '../../src/run/source.ts'
import { command } from './command.ts'
import { ask, freePort, manifest, RUN, SERVER } from './fixture.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'devbox-lpk-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

const ICON = new Uint8Array()
const ROUTE = (port: number): string => `/=exec://${port},/lzcapp/pkg/content/run.sh`

/** Content that starts, or with another mode does not. */
function content(port: number, mode = 0o755): readonly Entry[] {
  const file = (path: string, text: string): Entry => ({
    kind: 'file',
    path,
    mode,
    bytes: Buffer.from(text),
  })
  return [file('run.sh', RUN(port)), file('server.mjs', SERVER)]
}

interface Member {
  readonly name: string
  readonly data?: Uint8Array
  readonly link?: string
  /** The size that the header states. */
  readonly size?: number
}

/** A tar that may be wrong in any way. */
function tarOf(members: readonly Member[]): Buffer {
  const blocks = members.flatMap(({ name, data = Buffer.alloc(0), link, size = data.length }) => {
    const header = Buffer.alloc(512)
    header.write(name)
    header.write('0000644\0', 100)
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
    header.write('00000000000\0        ', 136)
    header.write(link === undefined ? '0' : `2${link}`, 156)
    header.write('ustar\u000000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, data, Buffer.alloc(-data.length & 511)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

/** A version 2 LPK around these members of its content. */
function lpk2(...members: readonly Member[]): Buffer {
  return tarOf([
    { name: 'manifest.yml', data: Buffer.from(manifest(ROUTE(5005))) },
    { name: 'content.tar.gz', data: gzipSync(tarOf(members)) },
  ])
}

const DATA = Buffer.from('#!/bin/sh\n')

describe('an LPK that cannot be trusted', () => {
  it.each([
    ['leads outside by a path', lpk2({ name: '../evil', data: DATA }), 'LPK_PATH_UNSAFE'],
    ['leads to an absolute path', lpk2({ name: '/evil', data: DATA }), 'LPK_PATH_UNSAFE'],
    ['leads outside by a link', lpk2({ name: 'evil', link: '../../..' }), 'LPK_LINK_UNSAFE'],
    [
      'writes through a link',
      lpk2({ name: 'evil', link: '.' }, { name: 'evil/x', data: DATA }),
      'LPK_PATH_UNSAFE',
    ],
    ['has too large an entry', lpk2({ name: 'evil', size: 2 ** 29 }), 'LPK_TOO_LARGE'],
    ['is no archive', Buffer.from('<!doctype html>\n'.repeat(99)), 'LPK_NOT_AN_ARCHIVE'],
    ['is empty', Buffer.alloc(0), 'LPK_NOT_AN_ARCHIVE'],
    ['is cut off', lpk2({ name: 'run.sh', data: DATA }).subarray(0, 1800), 'LPK_DAMAGED'],
    ['has no manifest', tarOf([{ name: 'x', data: DATA }]), 'LPK_MANIFEST_MISSING'],
  ])(
    'since it %s ends with one message in either language, and nothing is written',
    async (_, bytes, code) => {
      const file = join(folder, 'evil.lpk')
      writeFileSync(file, bytes)
      const state = join(folder, 'state')
      for (const [lang, message] of [
        ['en', /^catflap-devbox: evil\.lpk: [A-Z][^\n]*\n$/],
        ['zh', /^catflap-devbox：evil\.lpk：[^\n]*\p{Script=Han}[^\n]*\n$/u],
      ] as const) {
        const { ended, err, out } = command([file, '--state', state, '--lang', lang])
        expect(await ended).toBe(1)
        expect(err()).toMatch(message)
        expect(err()).toContain(code)
        expect(out()).toBe('')
      }
      expect(readdirSync(folder)).toEqual(['evil.lpk'])
      expect(existsSync(join(folder, '../evil'))).toBe(false)
    },
  )
})

describe('an LPK', () => {
  it.each([1, 2] as const)('of version %i runs', async (version) => {
    const port = await freePort()
    const source = { manifest: manifest(ROUTE(port)), icon: ICON, content: content(port) }
    const packageYml = 'package: dev.example.demo\nversion: 0.1.0\nname: Demo\n'
    const file = join(folder, 'demo.lpk')
    const bytes = version === 1 ? writeLpk(source) : writeLpk({ ...source, version, packageYml })
    writeFileSync(file, await bytes)
    const running = command([file, '--port', '0', '--state', join(folder, 'state')])
    await expect.poll(running.out).toContain('Open your app')
    expect((await ask(port)).env.LAZYCAT_APP_ID).toBe('dev.example.demo')
    running.signals.emit('SIGINT')
    expect(await running.ended).toBe(0)
  })

  it('is checked with its content, and its findings name its files', async () => {
    const file = join(folder, 'demo.lpk')
    const source = { manifest: manifest(ROUTE(5005)), icon: ICON, content: content(5005, 0o644) }
    writeFileSync(file, await writeLpk(source))
    const [found] = checkSource(await openSource(file))
    expect(found?.en).toMatch(/^demo\.lpk\/manifest\.yml:10:7 error route-file-not-executable\n/)
  })
})
