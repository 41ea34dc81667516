/** Reads the corpus: manifests that are good, and one for each finding. */
import { readdirSync, readFileSync } from 'node:fs'
import type { CheckOptions } from '../../src/manifest/index.ts'
import { png } from './png.ts'

/** What a corpus file says stands beside it, as JSON behind `# given:`. */
interface Given {
  readonly port?: number
  readonly callback?: string
  readonly package?: string
  readonly build?: string
  /** Key of {@link ICONS}, or `null` for a file that is not there. */
  readonly icon?: keyof typeof ICONS | null
  /** Files of the content, and whether they are executable. */
  readonly content?: Readonly<Record<string, boolean>>
  readonly store?: boolean
  readonly profile?: 'release' | 'dev'
  readonly buildDev?: string
  /** Files that the manifest may include. */
  readonly includes?: Readonly<Record<string, string>>
  readonly parameters?: string | null
}

const ICONS = {
  good: png(512, 512),
  oblong: png(512, 600),
  small: png(256, 256),
  heavy: png(1024, 1024, 300_000),
  jpeg: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 40 }, () => 0)]),
  short: png(512, 512).subarray(0, 20),
} as const

/** One file of the corpus. */
export interface Sample {
  readonly name: string
  readonly options: CheckOptions
}

/** Every file of one half of the corpus. */
export function readCorpus(half: 'good' | 'bad'): readonly Sample[] {
  const folder = new URL(`../corpus/${half}/`, import.meta.url)
  return readdirSync(folder).map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    return { name, options: optionsOf(text) }
  })
}

function optionsOf(text: string): CheckOptions {
  const given: Given = JSON.parse(/^# given: (.*)$/m.exec(text)?.[1] ?? '{}')
  const { port, callback, content, icon } = given
  return {
    text,
    store: given.store === true,
    ...(given.profile !== undefined && { profile: given.profile }),
    app: { ...(port && { port }), ...(callback && { callbackPath: callback }) },
    files: {
      ...(given.package !== undefined && { package: given.package }),
      ...(given.build !== undefined && { build: given.build }),
      ...(given.buildDev !== undefined && { buildDev: given.buildDev }),
      ...(given.includes && { include: (path: string) => given.includes?.[path] }),
      ...(given.parameters !== undefined && { parameters: given.parameters }),
      ...(icon !== undefined && { icon: icon === null ? null : ICONS[icon] }),
      ...(content && {
        content: {
          exists: (path) => Object.hasOwn(content, path),
          isExecutable: (path) => content[path] === true,
        },
      }),
    },
  }
}
