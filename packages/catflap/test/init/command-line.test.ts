/** The command line of `catflap init`. */
import { describe, expect, it } from 'vitest'
import { contentsOf, init, makeFolder } from './support.ts'

const names = (folder: string): readonly string[] => Object.keys(contentsOf(folder)).sort()

describe('its command line', () => {
  it.each([
    [['--bogus'], "Unknown option '--bogus'"],
    [['folder'], 'unexpected "folder"'],
    [['--framework', 'rails'], '--framework must be node, hono, express, fastify, koa, next,'],
    [['--start', 'docker'], '--start must be service or exec, not "docker"'],
    [['--lpk', 'v3'], '--lpk must be v2 or v1, not "v3"'],
    [['--lang', 'fr'], '--lang must be zh or en, not "fr"'],
    [['--yes=1'], 'does not take an argument'],
  ])('%j ends with 2 and one line', async (argv, message) => {
    const folder = makeFolder()
    const { code, err } = await init(folder, argv)
    expect([code, names(folder)]).toEqual([2, []])
    expect(err).toContain(message)
    expect(err).toMatch(/^catflap: [^\n]+\. See --help\.\n$/)
  })

  it('shows its help in both languages', async () => {
    const english = await init('/', ['--help'])
    const chinese = await init('/', ['-h', '--lang', 'zh'])
    const options = [
      '--id',
      '--framework',
      '--start',
      '--lpk',
      '--yes',
      '--dry-run',
      '--force',
      '--lang',
    ]
    for (const option of options) {
      expect(english.out).toContain(option)
      expect(chinese.out).toContain(option)
    }
  })
})
