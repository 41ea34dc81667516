/** Debian's Firefox, which speaks WebDriver BiDi itself. */
import { writeFileSync } from 'node:fs'
import { connect, type Send } from './bidi.ts'
import type { Engine, Tab } from './engine.ts'
import { saying, startProgram } from './program.ts'

/** Starts it, without a screen. */
export async function startFirefox(): Promise<Engine> {
  const firefox = startProgram('/usr/bin/firefox-esr', (home) => [
    '--headless',
    '--no-remote',
    '--remote-debugging-port=0',
    '--profile',
    home,
  ])
  const send = await connect(await saying(firefox, 2, /WebDriver BiDi listening on (ws:\S+)/))
  return {
    name: 'firefox',
    async visitor() {
      const { userContext } = await send<{ userContext: string }>('browser.createUserContext')
      return newTab(send, userContext)
    },
    close: () => firefox.close(),
  }
}

async function newTab(send: Send, userContext: string): Promise<Tab> {
  const options = { type: 'tab', userContext }
  const { context } = await send<{ context: string }>('browsingContext.create', options)

  async function evaluate(expression: string): Promise<string> {
    const asked = { expression, target: { context }, awaitPromise: true }
    const { result, exceptionDetails } = await send<{
      result?: { value?: string }
      exceptionDetails?: { text: string }
    }>('script.evaluate', asked)
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text)
    return result?.value ?? ''
  }

  return {
    async open(url) {
      await send('browsingContext.navigate', { context, url, wait: 'complete' })
    },
    async click(selector) {
      const locator = { type: 'css', value: selector }
      const asked = { context, locator, maxNodeCount: 1 }
      const { nodes } = await send<{ nodes: { sharedId: string }[] }>(
        'browsingContext.locateNodes',
        asked,
      )
      const origin = { type: 'element', element: { sharedId: nodes[0]?.sharedId } }
      const press = [
        { type: 'pointerMove', x: 0, y: 0, origin },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ]
      const actions = [{ type: 'pointer', id: 'mouse', actions: press }]
      await send('input.performActions', { context, actions })
    },
    async back() {
      await send('browsingContext.traverseHistory', { context, delta: -1 })
    },
    evaluate,
    another: () => newTab(send, userContext),
    async screenshot(file) {
      const { data } = await send<{ data: string }>('browsingContext.captureScreenshot', {
        context,
      })
      writeFileSync(file, Buffer.from(data, 'base64'))
    },
    async leave() {
      await send('browser.removeUserContext', { userContext })
    },
  }
}
