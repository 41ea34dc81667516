/**
 * A browser as the tests drive it that run in every engine: the little that all of them can do.
 */
import { expect } from 'vitest'

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
  /** Presses the first element that fits, as a person does. */
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
const PATIENCE = { timeout: 15_000, interval: 50 }

/** What `read` gives, or the reason why nothing could be read: a page that is just being left. */
const attempt = (read: Promise<string>): Promise<string> => read.catch((reason) => String(reason))

/** Waits until the tab has loaded the page at an address, or at one that begins with it. */
export async function arrive(tab: Tab, url: string, beginning = false): Promise<void> {
  const place = () => attempt(tab.evaluate('document.readyState + " " + location.href'))
  const wanted = `complete ${url}`
  const seen = expect.poll(place, PATIENCE)
  await (beginning ? seen.toMatch(startsWith(wanted)) : seen.toBe(wanted))
}

/** Waits until the page shows a text. */
export async function shows(tab: Tab, text: string): Promise<void> {
  await expect.poll(() => attempt(textOf(tab)), PATIENCE).toContain(text)
}

/** Waits until an element is there, and presses it. */
export async function press(tab: Tab, selector: string): Promise<void> {
  const found = `String(document.querySelector(${JSON.stringify(selector)}) !== null)`
  await expect.poll(() => attempt(tab.evaluate(found)), PATIENCE).toBe('true')
  await tab.click(selector)
}

/** The text of the whole page. */
export const textOf = (tab: Tab): Promise<string> => tab.evaluate('document.body.innerText')

/** The address of the page. */
export const addressOf = (tab: Tab): Promise<string> => tab.evaluate('location.href')

function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
}
