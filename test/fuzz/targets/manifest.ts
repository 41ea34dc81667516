/** Manifests and the files beside them: checked, mended, and read by what runs an app. */
import {
  checkManifest,
  fixManifest,
  parseManifest,
  preprocessManifest,
} from 'catflap-lazycat/manifest'
import { renderTemplate, TemplateError } from 'catflap-lazycat/template'
import { parseAppManifest } from '../../../packages/devbox/src/run/app-manifest.ts'
import { RunError } from '../../../packages/devbox/src/run/run-error.ts'
import { INPUT } from '../../../packages/lazycat/test/template/fixture.ts'
import { must, type Target } from '../engine/target.ts'

/** What begins the text of another file: `#= package`. */
const FILE = /^#= (package|build|parameters)\n/m
export const target: Target = {
  mostBytes: 3072,
  words: [
    ...[
      'package: ',
      'version: ',
      'name: ',
      'application:\n',
      '  subdomain: ',
      '  routes:\n',
      '    - /=',
      'exec://5005,',
      'file:///lzcapp/pkg/content',
    ],
    ...[
      '  public_path:\n',
      '  oidc_redirect_path: ',
      '  environment:\n',
      '  injects:\n',
      '  upstreams:\n',
      'services:\n',
      'image: ',
      'binds: ',
      '${LAZYCAT_',
      '{{ .U.target }}',
    ],
    ...[
      '#= package\n',
      '#= build\n',
      '#= parameters\n',
      '#@build if ',
      '#@build end',
      '#@build include ',
      '{{ if .U.debug }}',
      '{{ end }}',
      '&a ',
      '*a',
      '<<: *a',
      '!!',
      '? ',
      '|\n',
      '>\n',
    ],
    ...[
      '- ',
      ': ',
      '\n  ',
      '\n    ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '\t',
      '---\n',
      '...\n',
      '# ',
      '\ufeff',
      'handlers:',
      'health_check:',
      'min_os_version: ',
      'ext_config:',
    ],
  ],
  // Each rule walks the document, and a mended text is checked again.
  work: { base: 400_000, perByte: 4000 },
  slow: 200,
  run(input) {
    const [text = '', ...rest] = input.toString().split(FILE)
    const files: Record<string, string> = {}
    for (let i = 0; i + 1 < rest.length; i += 2) files[rest[i]!] = rest[i + 1]!
    const check = (one: string) =>
      checkManifest({
        text: one,
        files,
        store: true,
        app: { port: 5005, callbackPath: '/callback' },
      })
    const findings = check(text)
    const lines = text.split(/\r\n?|\n/).length
    for (const { line, column, file, why, fix } of findings) {
      must(line >= 1 && column >= 1, 'a finding has a place')
      must(file !== 'manifest' || line <= lines, 'its place is in the text')
      must(
        [why.en, why.zh, fix.en, fix.zh].every((one) => one !== ''),
        'it has its words',
      )
    }
    let [mended, next] = [text, fixManifest(text, findings)]
    for (let pass = 0; pass < 5 && next !== mended; pass++) {
      mended = next
      next = fixManifest(mended, check(mended))
    }
    must(next === mended, 'mending comes to an end')
    parseManifest(text)
    preprocessManifest(text, { profile: 'release', variables: new Map() } as never)
    try {
      const app = parseAppManifest(renderTemplate(text, INPUT), files.package)
      must(app.routes.length > 0 && app.packageId !== '', 'what runs has a way in and a name')
    } catch (error) {
      if (!(error instanceof RunError) && !(error instanceof TemplateError)) throw error
    }
  },
}
