/**
 * A browser as the tests drive it that run in every engine: the little that all of them can do.
 */
import { expect, vi } from 'vitest'

/** An engine that has been started. */
export interface Engine {
  readonly name: 'chromium' | 'firefox' | 'webkit'
  /** A tab of a person without any cookies. */
  visitor(): Promise<Tab>
  close(): Promise<void>
}

/** One tab. Nothing of it waits for a page but `open`; see {@link arrive} and {@link shows}. */
export interface Tab {
  /** Goes to an address and waits for the page that it ends at. */
  open(url: string): Promise<void>
  /** Presses the first element that fits, as a person does; it must be in the window. */
  click(selector: string): Promise<void>
  back(): Promise<void>
  /** The value of a JavaScript expression, when it is text. */
  evaluate(expression: string): Promise<string>
  /** Another tab of the same person. */
  another(): Promise<Tab>
  screenshot(file: string): Promise<void>
  /** Ends the visit, with all tabs of the person. */
  leave(): Promise<void>
}

/** Milliseconds that a busy machine may take for a page. */
const PATIENCE = { timeout: 45_000, interval: 50 }

/** Milliseconds that a test may take which waits for several pages. */
export const ROOM = 180_000

/** What `read` gives, or the reason why nothing could be read: a page that is just being left. */
const attempt = (read: Promise<string>): Promise<string> => read.catch((reason) => String(reason))

/** Waits until the tab has loaded the page at an address, or at one below it. */
export async function arrive(tab: Tab, url: string, where: 'there' | 'below' = 'there') {
  const place = () => attempt(tab.evaluate('document.readyState + " " + location.href'))
  const wanted = `complete ${url}`
  const shorten = (seen: string) => (where === 'below' ? seen.slice(0, wanted.length) : seen)
  await expect.poll(async () => shorten(await place()), PATIENCE).toBe(wanted)
}

/** Waits until whatever the tab went to has been loaded, or an error page of the browser is there. */
export async function settled(tab: Tab): Promise<void> {
  const state = `document.documentURI.startsWith('about:neterror') || document.readyState`
  await expect
    .poll(() => attempt(tab.evaluate(`String(${state})`)), PATIENCE)
    .toMatch(/^(true|complete)$/)
}

/** Waits until the page shows a text. */
export async function shows(tab: Tab, text: string): Promise<void> {
  await expect.poll(() => textOf(tab), PATIENCE).toContain(text)
}

const has = (selector: string): string =>
  `String(document.querySelector(${JSON.stringify(selector)}) !== null)`

/** Waits until an element is there, and presses it. */
export async function press(tab: Tab, selector: string): Promise<void> {
  await expect.poll(() => attempt(tab.evaluate(has(selector))), PATIENCE).toBe('true')
  // At once, whatever the page's style says: the drivers do not wait for a smooth way there.
  const place = `scrollIntoView({ block: 'center', behavior: 'instant' })`
  await tab.evaluate(`String(document.querySelector(${JSON.stringify(selector)}).${place})`)
  await tab.click(selector)
}

/** Waits for an element or for an address. @returns whether it is the element that came */
export async function either(tab: Tab, selector: string, url: string): Promise<boolean> {
  const look = `${has(selector)} + ' ' + (location.href === ${JSON.stringify(url)})`
  const seen = () => attempt(tab.evaluate(look))
  await expect.poll(seen, PATIENCE).toMatch(/^(true|false true)/)
  return (await seen()).startsWith('true')
}

/** What a page says, which is asked again when it was just being left. */
const said = (tab: Tab, expression: string): Promise<string> =>
  vi.waitFor(() => tab.evaluate(expression), PATIENCE)

/** The text of the whole page. */
export const textOf = (tab: Tab): Promise<string> => said(tab, "document.body?.innerText ?? ''")

/** The address of the page. */
export const addressOf = (tab: Tab): Promise<string> => said(tab, 'location.href')
