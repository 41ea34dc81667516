import { describe, expect, it } from 'vitest'
import {
  type Additions,
  extendPackageJson,
  parsePackageJson,
} from '../../src/cli/init/package-json.ts'

const ADDED: Additions = {
  name: 'cats',
  type: 'module',
  engines: { node: '>=20.19' },
  scripts: { start: 'node server.js' },
  dependencies: { catflap: '^0.1.0' },
  devDependencies: {},
}

const extend = (text: string): string => extendPackageJson(parsePackageJson(text), ADDED)

describe('a package.json that is there', () => {
  it('keeps its keys, their order and their values', () => {
    const before = {
      zebra: [1, { deep: true }],
      dependencies: { hono: '^4.0.0', catflap: 'file:vendor/catflap.tgz' },
      name: 'mine',
      scripts: { start: 'node other.js' },
      type: 'commonjs',
      engines: { npm: '>=10' },
    }
    const after = extend(JSON.stringify(before))
    expect(Object.keys(JSON.parse(after))).toEqual(Object.keys(before))
    expect(JSON.parse(after)).toEqual({ ...before, engines: { npm: '>=10', node: '>=20.19' } })
  })

  it('has the devbox for development only, wherever it was', () => {
    const before = { dependencies: { 'catflap-devbox': 'file:vendor/x.tgz', catflap: '^0.1.0' } }
    const after = JSON.parse(extend(JSON.stringify(before)))
    expect(after.dependencies).toEqual({ catflap: '^0.1.0' })
    expect(after.devDependencies).toEqual({ 'catflap-devbox': 'file:vendor/x.tgz' })
  })

  it.each([
    ['two spaces', '{\n  "name": "a"\n}\n', '{\n  "name": "a",\n  "type": "module",'],
    ['four spaces', '{\n    "name": "a"\n}\n', '{\n    "name": "a",\n    "type": "module",'],
    ['tabs', '{\n\t"name": "a"\n}\n', '{\n\t"name": "a",\n\t"type": "module",'],
    ['CRLF', '{\r\n  "name": "a"\r\n}\r\n', '{\r\n  "name": "a",\r\n  "type": "module",\r\n'],
  ])('keeps %s', (_, before, begin) => {
    const after = extend(before)
    expect(after.startsWith(begin)).toBe(true)
    expect(after.endsWith(before.includes('\r') ? '}\r\n' : '}\n')).toBe(true)
    expect(after.replaceAll('\r\n', '').includes('\r')).toBe(false)
  })

  it('without a line end at its end gets none', () => {
    expect(extend('{"name":"a"}').endsWith('}')).toBe(true)
  })

  it('that has everything stays as it is, to the byte', () => {
    const text = `{ "engines":{"node":">=22"},"type":"module",
      "scripts": { "start": "x" }, "dependencies": {"catflap": "*"} }`
    expect(extend(text)).toBe(text)
  })

  it.each([
    ['{', 'package.json is not valid JSON'],
    ['', 'package.json is not valid JSON'],
    ['[]', '"package.json" has a form'],
    ['null', '"package.json" has a form'],
    ['{"scripts":[]}', '"scripts" has a form'],
    ['{"scripts":{"a":1}}', '"scripts" has a form'],
    ['{"dependencies":"hono"}', '"dependencies" has a form'],
    ['{"devDependencies":{"a":null}}', '"devDependencies" has a form'],
    ['{"engines":["node"]}', '"engines" has a form'],
    ['{"name":7}', '"name" has a form'],
  ])('%j is refused', (text, message) => {
    expect(() => parsePackageJson(text)).toThrow(message)
  })
})

describe('a new package.json', () => {
  it('has what the app needs and nothing empty', () => {
    expect(JSON.parse(extendPackageJson(undefined, ADDED))).toEqual({
      name: 'cats',
      version: '0.1.0',
      private: true,
      type: 'module',
      engines: { node: '>=20.19' },
      scripts: { start: 'node server.js' },
      dependencies: { catflap: '^0.1.0' },
    })
  })
})
