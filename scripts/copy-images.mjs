// Takes the pictures of the READMEs from what the browser tests have just seen.
import { copyFileSync, mkdirSync, statSync } from 'node:fs'

/** Most bytes of all pictures together: they travel with every clone. */
const LIMIT = 1_500_000
const EN = 'en-US-1280-light'
const ZH = 'zh-CN-1280-dark'

const root = new URL('..', import.meta.url)
mkdirSync(new URL('docs/images/', root), { recursive: true })
let total = 0
for (const [from, to] of [
  [`${EN}-home`, 'home-en'],
  [`${ZH}-home`, 'home-zh'],
  [`${EN}-session-flow`, 'session-en'],
  [`${ZH}-session-flow`, 'session-zh'],
  ['zh-CN-360-light-session-flow', 'session-phone'],
  [`${EN}-failed`, 'failed-en'],
  [`${ZH}-failed`, 'failed-zh'],
  [`${EN}-env-top`, 'env-en'],
  [`${ZH}-env-top`, 'env-zh'],
  [`${EN}-sessions`, 'sessions-en'],
  [`${ZH}-sessions`, 'sessions-zh'],
  [`${EN}-doctor`, 'doctor-en'],
]) {
  const source = new URL(`screenshots/${from}.png`, root)
  copyFileSync(source, new URL(`docs/images/${to}.png`, root))
  total += statSync(source).size
}
console.log(`docs/images: ${total} bytes`)
if (total > LIMIT) {
  console.error(
    `These pictures are larger than ${LIMIT} bytes together: take fewer or smaller ones.`,
  )
  process.exitCode = 1
}
