// Writes what is made from packages/lazycat: the facts, the findings of a manifest, its JSON Schema.
import { readFileSync, writeFileSync } from 'node:fs'
import * as facts from 'catflap-lazycat/facts'
import { FINDINGS, MANIFEST_SCHEMA } from 'catflap-lazycat/manifest'
import { factDocs, findingRows, withRows } from './platform-docs.mjs'

const docs = new URL('../docs/', import.meta.url)
for (const [language, ending] of /** @type {const} */ ([
  ['en', '.md'],
  ['zh', '.zh-CN.md'],
])) {
  writeFileSync(new URL(`lazycat-facts${ending}`, docs), factDocs(facts, language))
  const manifest = new URL(`manifest${ending}`, docs)
  const text = readFileSync(manifest, 'utf8')
  writeFileSync(manifest, withRows(text, findingRows(FINDINGS, language)))
}
const schema = new URL('../packages/lazycat/lzc-manifest.schema.json', import.meta.url)
writeFileSync(schema, `${JSON.stringify(MANIFEST_SCHEMA, null, 2)}\n`)
