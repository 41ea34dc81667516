/**
 * WebKitGTK in its own small browser, by WebDriver; it needs a screen, which Xvfb plays.
 *
 * @see {@link https://www.w3.org/TR/webdriver2/ | WebDriver}
 */
import { writeFileSync } from 'node:fs'
import { answering } from '../answering.ts'
import { freePort } from '../free-port.ts'
import type { Engine, Tab } from './engine.ts'
import { type Program, saying, startProgram } from './program.ts'

/** Asks the driver for something; the caller knows its type. */
type Ask = <Value>(method: string, path: string, body?: object) => Promise<Value>

/** A person's browser: a driver serves one session only. */
interface Visit {
  readonly ask: Ask
  leave(): Promise<void>
}

/** Starts the screen. */
export async function startWebKit(): Promise<Engine> {
  const screen = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp']
  const xvfb = startProgram('/usr/bin/Xvfb', () => screen)
  const display = `:${await saying(xvfb, 3, /(\d+)\n/)}`
  const drivers = new Set<Program>()
  return {
    name: 'webkit',
    async visitor() {
      const visit = await startVisit(display, drivers)
      return tabOf(visit, await visit.ask<string>('GET', '/window'))
    },
    async close() {
      await Promise.all([...drivers].map((driver) => driver.close()))
      await xvfb.close()
    },
  }
}

async function startVisit(display: string, drivers: Set<Program>): Promise<Visit> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  // Fonts as on a Chinese system, where `ui-monospace` is a proportional one.
  const environment = { DISPLAY: display, GDK_BACKEND: 'x11', FC_LANG: 'zh-cn' }
  const driver = startProgram('/usr/bin/WebKitWebDriver', () => [`--port=${port}`], environment)
  drivers.add(driver)
  await answering(address)
  const capabilities = { alwaysMatch: { acceptInsecureCerts: true } }
  const begun = await command<{ sessionId: string }>(`${address}/session`, 'POST', { capabilities })
  return {
    ask: (method, path, body) =>
      command(`${address}/session/${begun.sessionId}${path}`, method, body),
    async leave() {
      drivers.delete(driver)
      await driver.close()
    },
  }
}

function tabOf({ ask, leave }: Visit, handle: string): Tab {
  /** A driver's commands go to the window that was chosen last. */
  const here: Ask = async (method, path, body) => {
    await ask('POST', '/window', { handle })
    return ask(method, path, body)
  }
  return {
    async open(url) {
      await here('POST', '/url', { url })
    },
    async click(selector) {
      const asked = { using: 'css selector', value: selector }
      const [element] = Object.values(await here<Record<string, string>>('POST', '/element', asked))
      await ask('POST', `/element/${element}/click`, {}).catch((reason) => {
        // The page that was clicked away could not say that it was clicked.
        if (!String(reason).includes('before the unload event')) throw reason
      })
    },
    async back() {
      await here('POST', '/back', {})
    },
    evaluate: (expression) =>
      here('POST', '/execute/sync', { script: `return ${expression}`, args: [] }),
    async another() {
      const { handle: other } = await here<{ handle: string }>('POST', '/window/new', {
        type: 'tab',
      })
      return tabOf({ ask, leave }, other)
    },
    async screenshot(file) {
      writeFileSync(file, Buffer.from(await here<string>('GET', '/screenshot'), 'base64'))
    },
    leave,
  }
}

async function command<Value>(address: string, method: string, body?: object): Promise<Value> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) }
  const headers = { 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(60_000)
  const answer = await fetch(address, { method, headers, signal, ...content })
  const { value } = (await answer.json()) as { value: Value & { error?: string; message?: string } }
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`)
  return value
}
