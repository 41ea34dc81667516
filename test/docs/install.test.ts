/** The commands by which people install the packages from a checkout: all that they need of one another is there. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PUBLISHED } from '../support/packed.ts'

const root = new URL('../..', import.meta.url).pathname
const read = (path: string): string => readFileSync(root + path, 'utf8')

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const MANIFESTS = PUBLISHED.map((folder) => JSON.parse(read(`${folder}/package.json`)) as Manifest)
const OURS = MANIFESTS.map(({ name }) => name)
const needsOf = (name: string): readonly string[] => {
  const { dependencies = {} } = MANIFESTS.find((manifest) => manifest.name === name) ?? {}
  return Object.keys(dependencies).filter((needed) => OURS.includes(needed))
}

describe.each(['docs/init.md', 'docs/init.zh-CN.md'])('%s', (page) => {
  const packed = [...read(page).matchAll(/ -w ([a-z-]+)/g)].map(([, name = '']) => name)

  it('packs what each package needs', () => {
    expect(packed).toContain('catflap-devbox')
    for (const name of packed)
      expect(packed, name).toEqual(expect.arrayContaining([...needsOf(name)]))
  })

  it('installs all that it packs', () => {
    const installed = [...read(page).matchAll(/\.\/vendor\/([a-z-]+)-[0*]/g)].map(
      ([, name]) => name,
    )
    expect(installed.sort()).toEqual([...packed].sort())
  })
})

describe.each(['docs/releasing.md', 'docs/releasing.zh-CN.md'])('%s', (page) => {
  it('names every package that is published', () => {
    for (const name of OURS) expect(read(page)).toContain(`\`${name}\``)
  })
})

describe.each(['.md', '.zh-CN.md'])('what is to be installed stands on the pages %s', (ending) => {
  const anchor = ending === '.md' ? '#installing-from-this-repository' : '#从本仓库安装'

  it.each(['gate', 'any-language'])('of %s: catflap-gate, by the page that has it', (name) => {
    expect(read(`docs/init${ending}`)).toContain(' -w catflap-gate ')
    expect(read(`docs/${name}${ending}`)).toContain(`](init${ending}${anchor})`)
    expect(read(`packages/gate/README${ending}`)).toContain(`\`docs/init${ending}\``)
  })

  it('of any language: what the apps there import', () => {
    const page = read(`docs/any-language${ending}`)
    const python = read('test/opt-in/languages/python/requirements.txt').match(/^\w+/gm) ?? []
    const [, list = ''] = /require \(\n(.*?)\)/s.exec(read('test/opt-in/languages/go/go.mod')) ?? []
    const go = list.match(/\S+\/\S+/g) ?? []
    expect([python.length, go.length]).toEqual([3, 2])
    const installs = page.split('\n').filter((line) => /pip install|go get/.test(line))
    for (const one of [...python, ...go]) expect(installs.join('\n')).toContain(one)
  })
})
