/** Manifests cut off and changed at random: whatever comes of it, checking and mending end well. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkManifest, fixManifest } from '../../src/manifest/index.ts'
import { readCorpus } from './corpus.ts'

const seed = Number(process.env.FC_SEED ?? Date.now() % 2_147_483_647)
console.info(`manifest: FC_SEED=${seed}`)

const samples = [...readCorpus('good'), ...readCorpus('bad')]
const pieces = fc.constantFrom(
  ...['{{', '}}', '{{ if x }}', '{{ end }}', '"', "'", ':', ' ', '\n', '\n  ', '- ', '[', ']', '{'],
  ...['}', '&a ', '*a', '!', '|', '>', '#', '\t', '\r', '\u0000', '${', '${LAZYCAT_', '<<: ', '?'],
)

/** A sample with a piece of it replaced, and what follows some place cut off. */
const changed = fc
  .record({
    sample: fc.constantFrom(...samples),
    changes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), pieces), {
      maxLength: 4,
    }),
    end: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ sample, changes, end }) => {
    let { text } = sample.options
    for (const [where, length, piece] of changes) {
      const at = Math.floor(where * text.length)
      text = text.slice(0, at) + piece + text.slice(at + length)
    }
    const cut = changes.length % 2 === 0 ? text.slice(0, Math.floor(end * text.length)) : text
    return { ...sample.options, text: cut }
  })

describe('a damaged manifest', () => {
  it('is checked without failing, each finding inside the text', () => {
    fc.assert(
      fc.property(changed, (options) => {
        const lines = options.text.split(/\r\n?|\n/).length
        for (const { line, column, file, why, fix } of checkManifest(options)) {
          expect(line >= 1 && column >= 1 && (file !== 'manifest' || line <= lines)).toBe(true)
          expect(why.en && why.zh && fix.en && fix.zh).toBeTruthy()
        }
      }),
      { seed, numRuns: 1500 },
    )
  })

  it('is mended by repairs that come to an end', () => {
    fc.assert(
      fc.property(changed, (options) => {
        let { text } = options
        for (let pass = 0; pass < 5; pass++) {
          text = fixManifest(text, checkManifest({ ...options, text }))
        }
        expect(fixManifest(text, checkManifest({ ...options, text }))).toBe(text)
      }),
      { seed, numRuns: 500 },
    )
  })
})
