/** `catflap init --gate`: a login in front of a container that stays as it is. */
import type { Language } from '../../pages/language.ts'
import { buildContentScript } from './content-script.ts'
import { readOwn, readOwnText } from './files.ts'
import { putGateInFront } from './gate-manifest.ts'
import { drawIcon } from './icon.ts'
import type { FileText } from './ingredients.ts'
import { InitError } from './init-error.ts'
import { BUILD_FILE, MANIFEST, PACKAGE_FILE } from './lazycat/existing.ts'
import { mergePackageFile } from './lazycat/merge.ts'
import { formerContent, mergeBuildFile, packsHere } from './lazycat/merge-build.ts'
import { buildBuildFile } from './lazycat/new-manifest.ts'
import { requireNoContent } from './lazycat-files.ts'
import { extendIgnored } from './lines.ts'
import { PACKAGE_MANAGERS } from './package-managers.ts'
import type { Project } from './project.ts'
import { TROUBLE } from './words.ts'

const SCRIPT = 'lzc-build.mjs'

/** What is written, and what leads past the gate. */
export interface GateFiles {
  readonly files: readonly FileText[]
  readonly around: readonly string[]
}

/**
 * Makes all files in memory.
 *
 * @param version - of Catflap
 * @throws InitError when there is no manifest that leads to a service, or one cannot be added to
 */
export function gateFiles(
  project: Project,
  id: string,
  language: Language,
  version: string,
): GateFiles {
  const { manifest, packageFile } = project.existing
  if (manifest === undefined) throw new InitError(TROUBLE.gateRoute(undefined))
  const { text, added, around } = putGateInFront(manifest, project.existing, id, language)
  const merged = packageFile && mergePackageFile(packageFile, id)
  const package_: readonly FileText[] =
    merged === undefined
      ? []
      : [
          {
            kind: 'packageFile',
            name: PACKAGE_FILE,
            content: merged.text,
            kept: true,
            added: merged.added,
          },
        ]
  const settings = readOwnText(project.folder, 'gate.yaml') ?? SETTINGS[language]
  const ignored = readOwnText(project.folder, '.gitignore')
  return {
    around,
    files: [
      { kind: 'manifest', name: manifest.name, content: text, kept: true, added },
      ...package_,
      { kind: 'gateSettings', name: 'gate.yaml', content: settings },
      ...packing(project, language, version),
      {
        kind: 'ignored',
        name: '.gitignore',
        content: extendIgnored(ignored, ['lzc-content/', '*.lpk']),
        kept: true,
      },
    ],
  }
}

/** What packs the gate beside what was packed before. */
function packing(project: Project, language: Language, version: string): readonly FileText[] {
  const { manifest, buildFile, icon } = project.existing
  const ours = packsHere(buildFile)
  const written = readOwn(project.folder, SCRIPT)
  if (!ours && written === undefined) requireNoContent(project.folder, buildFile)
  const former = ours ? undefined : formerContent(buildFile)
  const content = { kind: 'gate', from: former || undefined, version } as const
  const script = buildContentScript({
    neighbours: { needed: [], forWork: [] },
    content,
    manager: PACKAGE_MANAGERS[0]!,
    build: undefined,
    language,
  })
  const merged = buildFile === undefined || ours ? undefined : mergeBuildFile(buildFile)
  const build = buildFile?.text ?? buildBuildFile({ language }, manifest?.name ?? MANIFEST)
  const hasIcon = icon !== undefined || readOwn(project.folder, 'lzc-icon.png') !== undefined
  return [
    {
      kind: 'buildFile',
      name: BUILD_FILE,
      content: merged?.text ?? build,
      ...(merged && { kept: true, added: merged.added }),
    },
    { kind: 'content', name: SCRIPT, content: ours && written ? written.bytes : script },
    ...(hasIcon ? [] : [{ kind: 'icon', name: 'lzc-icon.png', content: drawIcon() } as const]),
  ]
}

const SETTINGS: Readonly<Record<Language, string>> = {
  en: `# Who may see what; catflap-gate check explains it. The app's address is in lzc-manifest.yml.
default: signed-in
rules: []
#  - { path: /admin, groups: [ADMIN] }
#  - { path: =/manifest.webmanifest, public: true, methods: [GET, HEAD] }
`,
  zh: `# 谁能看什么；catflap-gate check 会解释。应用的地址在 lzc-manifest.yml 中。
default: signed-in
rules: []
#  - { path: /admin, groups: [ADMIN] }
#  - { path: =/manifest.webmanifest, public: true, methods: [GET, HEAD] }
`,
}
