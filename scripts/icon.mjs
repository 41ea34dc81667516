// Makes the app's icon.png, 512 pixels square, from its icon.svg, with Debian's Chromium.
import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const SIZE = 512
const folder = new URL('../apps/env-viewer/lazycat/', import.meta.url)
const svg = readFileSync(new URL('icon.svg', folder), 'utf8')
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } })
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`)
  const png = await page.screenshot({ omitBackground: true })
  writeFileSync(new URL('icon.png', folder), png)
  console.log(`apps/env-viewer/lazycat/icon.png: ${png.length} bytes`)
} finally {
  await browser.close()
}
