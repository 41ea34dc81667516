/** The manifest as it is packed, what was wrong with its directives, and where findings in it belong. */
import type { Files } from './context.ts'
import { type Complaint, text } from './finding.ts'
import { parseManifest } from './parse.ts'
import {
  type BuildFault,
  buildVariables,
  type Preprocessed,
  type Profile,
  preprocessManifest,
} from './preprocess.ts'

/** A manifest as it is packed, with complaints whose places are those of its source. */
export interface Packed extends Preprocessed {
  readonly complaints: readonly Complaint[]
}

/** Follows the directives of a manifest for a profile. */
export function preprocess({
  text: source,
  files = {},
  profile = 'release',
}: {
  readonly text: string
  readonly files?: Files
  readonly profile?: Profile
}): Packed {
  const builds = [files.build, profile === 'dev' ? files.buildDev : undefined]
  const packed = preprocessManifest(source, {
    profile,
    env: buildVariables(builds.filter((one) => one !== undefined)),
    include: files.include,
  })
  // What cannot be included is not known to be missing when nobody can look.
  const faults = packed.faults.filter(
    ({ kind }) => kind !== 'include' || files.include !== undefined,
  )
  const { place } = parsePlaces(source, faults.length > 0)
  return {
    ...packed,
    complaints: faults.map(({ kind, offset }) => ({
      code: kind === 'include' ? 'build-include' : 'build-directive',
      at: place(offset, offset),
      ...FAULTS[kind],
    })),
  }
}

const parsePlaces = (source: string, needed: boolean) =>
  parseManifest(needed ? blanked(source) : '')

/** Lines and nothing in them: for places alone. */
const blanked = (source: string): string => source.replaceAll(/[^\n]/g, ' ')

const FAULTS: Readonly<Record<BuildFault['kind'], Pick<Complaint, 'why' | 'fix'>>> = {
  condition: {
    why: text('This is no condition of #@build if.', '这不是 #@build if 的条件。'),
    fix: text(
      'Write profile=dev, profile=release or env.NAME=value.',
      '请写 profile=dev、profile=release 或 env.NAME=value。',
    ),
  },
  word: {
    why: text('#@build knows no such word.', '#@build 没有这个指令。'),
    fix: text('Write if, else, end or include.', '请写 if、else、end 或 include。'),
  },
  open: {
    why: text('This #@build if has no #@build end.', '此 #@build if 没有 #@build end。'),
    fix: text('Add #@build end where it ends.', '在结束处加入 #@build end。'),
  },
  stray: {
    why: text('There is no #@build if before this.', '此前没有 #@build if。'),
    fix: text('Remove it, or add its #@build if.', '请删除，或补上 #@build if。'),
  },
  include: {
    why: text(
      'The file to include is not there, or includes too much.',
      '要包含的文件不存在，或包含过多。',
    ),
    fix: text('Name a file beside the manifest.', '请写 manifest 旁边的文件。'),
  },
}

/** Moves complaints about the packed text to its source; what was included has no repair there. */
export function createLocator(source: string, packed: Packed): (one: Complaint) => Complaint {
  if (packed.text.length === source.length) return (one) => one
  const { place } = parsePlaces(source, true)
  return (one) => {
    if (one.file !== undefined && one.file !== 'manifest') return one
    const start = packed.origin(one.at.start)
    const { edit, ...rest } = one
    const target = edit === undefined ? undefined : packed.origin(edit.at)
    return {
      ...rest,
      at: place(start.at, start.at),
      edit: edit !== undefined && target?.own ? { ...edit, at: target.at } : undefined,
    }
  }
}
