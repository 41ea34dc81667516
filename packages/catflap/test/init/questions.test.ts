/** What is asked at a terminal, and what comes of the answers. */
import { describe, expect, it } from 'vitest'
import { contentsOf, type Files, init, makeFolder } from './support.ts'

const json = (data: object): string => JSON.stringify(data)
const using = (...packages: readonly string[]): Files => ({
  'package.json': json({ dependencies: Object.fromEntries(packages.map((name) => [name, '*'])) }),
})

describe('at a terminal', () => {
  it.each<[string, Files, readonly string[], readonly RegExp[]]>([
    [
      'nothing can be told',
      {},
      ['', '', ''],
      [
        /^Package id.*\[app\.my-cats\]: $/,
        /^Framework: node \/ hono \/ express \/ fastify \/ koa \/ next \[node\]: $/,
        /service \/ exec \[service\]: $/,
      ],
    ],
    ['there is a server of no framework', { 'server.js': '' }, ['', ''], [/^Package id/, /exec:/]],
    ['the framework is known', using('koa'), ['', ''], [/^Package id/, /exec:/]],
    [
      'there are two frameworks',
      using('express', 'hono'),
      ['', '', ''],
      [/^Package id/, /^Framework: hono \/ express \[hono\]: $/, /exec:/],
    ],
    ['the login is there', { 'server.js': "import 'catflap'" }, ['', ''], [/^Package id/, /exec:/]],
  ])('when %s, asks as little as it can', async (_, files, answers, expected) => {
    const { code, questions } = await init(makeFolder(files), [], { answers })
    expect([code, questions]).toEqual([0, expected.map((text) => expect.stringMatching(text))])
  })

  it('asks nothing that the command line says', async () => {
    const argv = ['--id', 'dev.example.cats', '--framework', 'node', '--start', 'exec']
    const { code, questions } = await init(makeFolder(), argv, { answers: [] })
    expect([code, questions]).toEqual([0, []])
    expect((await init(makeFolder(), ['--yes'], { answers: [] })).questions).toEqual([])
  })

  it('asks again until an answer will do', async () => {
    const folder = makeFolder({}, '懒猫')
    const answers = ['', 'Cats', ' dev.example.cats ', 'rails', 'HONO', 'docker', 'exec']
    const { code, err } = await init(folder, [], { answers })
    expect(code).toBe(0)
    expect(err.match(/is no package id/g)).toHaveLength(2)
    expect(err).toContain('catflap: one of: node, hono, express, fastify, koa, next.\n')
    const files = contentsOf(folder)
    const { 'lzc-manifest.yml': manifest, 'package.yml': about, 'server.js': server } = files
    expect(about).toContain('package: dev.example.cats\n')
    expect(manifest).toContain('exec://')
    expect(server).toContain('hono')
  })

  it.each([
    ['at the first question', using('koa'), []],
    ['at the second', using('koa'), ['']],
    ['at the third', using('express', 'hono'), ['', '']],
  ])('can be left %s, and nothing is written', async (_, files, answers) => {
    const folder = makeFolder(files)
    const { code, err } = await init(folder, [], { answers })
    expect([code, err]).toEqual([2, 'catflap: nothing was written.\n'])
    expect(contentsOf(folder)).toEqual(files)
  })

  it('speaks Chinese', async () => {
    const { questions } = await init(makeFolder(using('koa')), ['--lang', 'zh'], {
      answers: ['', '', ''],
    })
    for (const question of questions) expect(question).toMatch(/\p{Script=Han}/u)
  })
})
