/** run.sh, by the shells of the images that it may meet, with programs that only pretend. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const RUN = new URL('../../apps/env-viewer/lazycat/run.sh', import.meta.url).pathname
const SHELLS = [
  ['dash', ['/usr/bin/dash']],
  ['busybox', ['/usr/bin/busybox', 'sh']],
] as const

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catflap-run-'))
  mkdirSync(join(folder, 'bin'))
  mkdirSync(join(folder, 'a content'))
  copyFileSync(RUN, join(folder, 'a content/run.sh'))
  writeFileSync(join(folder, 'a content/lmdb-linux-x64-musl.node'), '')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Puts a script where `run.sh` may find it. */
function program(path: string, ...lines: readonly string[]): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'))
  chmodSync(file, 0o755)
}

/** A Node that knows its version and system, and otherwise says how it was started. */
const pretend = (version: string, system = 'linux-x64-musl'): readonly string[] => [
  'case "$1 $2" in',
  `  "-p process.versions.node") echo '${version}' ;;`,
  `  "-p "*) echo '${system}' ;;`,
  `  *) echo "${version} runs $*" ;;`,
  'esac',
]

function run(
  [shell, ...options]: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  script = join(folder, 'a content/run.sh'),
) {
  const { status, stdout, stderr } = spawnSync(shell!, [...options, script], {
    cwd: join(folder, 'a content'),
    env: { PATH: join(folder, 'bin'), ...environment },
    encoding: 'utf8',
    timeout: 50_000,
  })
  return { status, out: stdout.trim().replaceAll(folder, ''), err: stderr }
}

describe.each(SHELLS)('under %s, run.sh', (_, shell) => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '100.1.1'])('starts with Node %s', (version) => {
    program('bin/node', ...pretend(version))
    const { status, out, err } = run(shell)
    expect([status, out, err]).toEqual([0, `${version} runs /a content/main.js`, ''])
  })

  it('started by its bare name, finds what lies beside it', () => {
    program('bin/node', ...pretend('22.1.0'))
    expect(run(shell, {}, 'run.sh').out).toBe('22.1.0 runs /a content/main.js')
  })

  it('prefers the Node beside it', () => {
    program('a content/node/bin/node', ...pretend('24.0.0'))
    program('bin/node', ...pretend('22.1.0'))
    expect(run(shell).out).toBe('24.0.0 runs /a content/main.js')
  })

  it('passes over one beside it that is too old', () => {
    program('a content/node/bin/node', ...pretend('18.0.0'))
    program('bin/node', ...pretend('22.1.0'))
    expect(run(shell).out).toBe('22.1.0 runs /a content/main.js')
  })

  it.each([
    ['18.20.4', '18.20.4'],
    ['20.18.3', '20.18.3'],
    ['9.99.0', '9.99.0'],
    ['v22', 'v22'],
    ['', '(does not run / 无法运行)'],
  ])('ends with 3 and says what it found where Node is %j', (version, seen) => {
    program('bin/node', ...pretend(version))
    const { status, out, err } = run(shell)
    expect([status, out]).toEqual([3, ''])
    expect(err).toContain(
      `Node is too old: 20.19 or newer is needed, found: ${folder}/bin/node ${seen}`,
    )
    expect(err).toContain(
      `Node 版本过旧：需要 20.19 或更新版本，找到的是：${folder}/bin/node ${seen}`,
    )
  })

  it('ends with 127 where there is none, and says where to put one', () => {
    const { status, err } = run(shell)
    expect(status).toBe(127)
    expect(err).toContain(`there is none: put one at ${folder}/a content/node/bin/node`)
    expect(err).toContain(`没有找到：请把它放到 ${folder}/a content/node/bin/node`)
  })

  it('ends with 4 where there is no LMDB for the system', () => {
    program('bin/node', ...pretend('22.1.0', 'linux-arm64-glibc'))
    const { status, out, err } = run(shell)
    expect([status, out]).toEqual([4, ''])
    expect(err).toContain('is not here for linux-arm64-glibc')
    expect(err).toContain('没有适用于 linux-arm64-glibc 的 LMDB')
    expect(run(shell, { CATFLAP_STORE: 'memory:' }).status).toBe(0)
  })

  describe('where apk is at hand', () => {
    const installed = () => readFileSync(join(folder, 'apk.log'), 'utf8')
    function apk(version: string): void {
      const node = pretend(version).join('\n')
      program(
        'bin/apk',
        `echo "$*" > '${folder}/apk.log'`,
        `echo '#!/bin/sh' > '${folder}/bin/node'`,
        `echo '${node.replaceAll("'", `'\\''`)}' >> '${folder}/bin/node'`,
        `/bin/chmod 755 '${folder}/bin/node'`,
      )
    }

    it('installs nothing unasked', () => {
      apk('22.1.0')
      expect(run(shell).status).toBe(127)
      expect(run(shell, { CATFLAP_INSTALL_NODE: '0' }).status).toBe(127)
      expect(installed).toThrow('ENOENT')
    })

    it('installs Node when told to, and says so', () => {
      apk('22.1.0')
      const { status, out, err } = run(shell, { CATFLAP_INSTALL_NODE: '1' })
      expect([status, out]).toEqual([0, '22.1.0 runs /a content/main.js'])
      expect(err).toBe('Installing Node: apk add nodejs\n正在安装 Node：apk add nodejs\n')
      expect(installed()).toBe('add --no-cache nodejs\n')
    })

    it('does not install over a Node that will do', () => {
      apk('22.1.0')
      program('bin/node', ...pretend('24.0.0'))
      expect(run(shell, { CATFLAP_INSTALL_NODE: '1' }).out).toMatch(/^24/)
      expect(installed).toThrow('ENOENT')
    })

    it('ends with 3 where it installs one that is too old', () => {
      apk('20.15.1')
      const { status, err } = run(shell, { CATFLAP_INSTALL_NODE: '1' })
      expect(status).toBe(3)
      expect(err).toContain('20.15.1')
    })

    it('ends with 127 where it fails', () => {
      program('bin/apk', 'echo "no network" >&2', 'exit 1')
      const { status, err } = run(shell, { CATFLAP_INSTALL_NODE: '1' })
      expect(status).toBe(127)
      expect(err).toMatch(/no network\napk add nodejs failed\napk add nodejs 失败\n/)
    })
  })
})
