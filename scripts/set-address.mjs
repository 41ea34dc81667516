// Writes where the project lives into every package: `repository`, `homepage` and `bugs`, from one address.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { published, root } from './published.mjs'

const [given = ''] = process.argv.slice(2)
const address = URL.canParse(given) ? new URL(given) : undefined
if (address?.protocol !== 'https:' || address.pathname === '/' || address.search || address.hash) {
  console.error(
    'Expected the address of the repository, such as https://example.com/owner/catflap.',
  )
  process.exit(1)
}
const home = address.href.replace(/(\.git)?\/?$/, '')
for (const folder of published) {
  const file = join(root, folder, 'package.json')
  const { name, version, description, license, author, ...rest } = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  const repository = { type: 'git', url: `git+${home}.git`, directory: folder }
  const where = { homepage: `${home}#readme`, repository, bugs: `${home}/issues` }
  const known = { name, version, description, license, author, ...where }
  writeFileSync(file, `${JSON.stringify({ ...known, ...rest, ...where }, null, 2)}\n`)
}
