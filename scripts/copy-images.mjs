// Takes the pictures of the READMEs from what the browser tests have just seen.
import { copyFileSync, mkdirSync } from 'node:fs'

const root = new URL('..', import.meta.url)
mkdirSync(new URL('docs/images/', root), { recursive: true })
for (const [from, to] of [
  ['en-US-1280-light-session-top', 'session-en'],
  ['zh-CN-1280-dark-session-top', 'session-zh'],
]) {
  copyFileSync(new URL(`screenshots/${from}.png`, root), new URL(`docs/images/${to}.png`, root))
}
