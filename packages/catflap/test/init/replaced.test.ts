/** What a project is told to put in the place of the example, when its own server has the login. */
import { describe, expect, it } from 'vitest'
import { type Files, init, makeFolder } from './support.ts'

const json = (data: object): string => JSON.stringify(data, null, 2)
const EXPRESS = json({ dependencies: { express: '^5.0.0' }, scripts: { start: 'node server.js' } })
const compiled = (start: string): string =>
  json({ dependencies: { express: '^5.0.0' }, scripts: { start, build: 'tsc' } })
const SERVED = `name: cats
package: dev.example.cats
version: 0.1.0
application:
  subdomain: cats
  routes:
    - /=http://web.dev.example.cats.lzcapp:5005
services:
  web:
    image: node:22
    command: node /lzcapp/pkg/content/server.js
`

describe('a server that is there', () => {
  it.each<[string, Files, string]>([
    [
      'in JavaScript',
      { 'package.json': EXPRESS, 'server.js': '' },
      'put server.js where catflap-example.mjs is in package.json and lzc-manifest.yml. It has',
    ],
    [
      'started by run.sh',
      { 'package.json': EXPRESS, 'server.js': '', exec: '' },
      'put server.js where catflap-example.mjs is in package.json and run.sh. It has',
    ],
    [
      'whose manifest starts it already',
      { 'package.json': EXPRESS, 'server.js': '', 'lzc-manifest.yml': SERVED },
      'put server.js where catflap-example.mjs is in package.json. It has',
    ],
    [
      'in TypeScript, with a build',
      { 'package.json': compiled('node dist/index.js'), 'tsconfig.json': '{}', 'src/index.ts': '' },
      'put dist/index.js where dist/catflap-example.mjs is in package.json and lzc-manifest.yml, ' +
        'and npm run build where tsc -p tsconfig.catflap.json is. It has',
    ],
    [
      'in TypeScript, started as it is',
      { 'package.json': compiled('tsx src/index.ts'), 'tsconfig.json': '{}', 'src/index.ts': '' },
      'put the file that src/index.ts is compiled to where dist/catflap-example.mjs is in ' +
        'package.json and lzc-manifest.yml, and npm run build where',
    ],
  ])('%s is told what stands where, by the files as they are now', async (_, files, told) => {
    const { exec, ...project } = files
    const folder = makeFolder(project)
    const options = exec === undefined ? [] : ['--start', 'exec']
    const { out } = await init(folder, ['--yes', ...options])
    expect(out).toContain(told)
    expect(out).toContain('listen at the port in PORT')
    const { out: chinese } = await init(makeFolder(project), ['--yes', '--lang', 'zh', ...options])
    expect(chinese).toMatch(/然后把 package\.json.*里的 (dist\/)?catflap-example\.mjs 换成/)
  })
})
