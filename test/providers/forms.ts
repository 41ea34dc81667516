/** A person at a provider's own pages: in a browser without a screen, and in Chromium. */
import type { Page } from 'playwright-core'
import type { Answer, UserAgent } from '../support/user-agent.ts'

/** What is typed, by the name of the field. */
export type Person = Readonly<Record<string, string>>

/** Pages in a row that a person fills in before giving up. */
const PAGES = 8

/** A button that submits. */
const BUTTON = /<(?:button|input)\b([^>]*\btype="?submit\b[^>]*)>/i

/** Whose pages are left alone, what is typed, and where redirects are followed: by default everywhere. */
export interface Visit {
  readonly app: string
  readonly person: Person
  readonly follow?: (location: string) => boolean
}

/** Submits the forms of pages that are not the app's, one after the other, until there is none. */
export async function answerForms(
  agent: UserAgent,
  first: Answer,
  { app, person, follow = () => true }: Visit,
): Promise<Answer> {
  let answer = first
  for (let i = 0; i < PAGES && !isBelow(answer.url, app) && answer.body.includes('<form'); i++) {
    answer = await submit(agent, answer, person)
    const { location } = answer
    if (location !== undefined && follow(location)) answer = await agent.browse(location, follow)
  }
  return answer
}

const isBelow = (url: string, origin: string): boolean => url.startsWith(`${origin}/`)

async function submit(agent: UserAgent, page: Answer, person: Person): Promise<Answer> {
  const [form = '', attributes = ''] = /<form\b([^>]*)>[\s\S]*?<\/form>/i.exec(page.body) ?? []
  const target = new URL(attributeOf(attributes, 'action') ?? page.url, page.url)
  const fields = new URLSearchParams()
  for (const [, input = ''] of form.matchAll(/<input\b([^>]*)>/gi)) {
    const name = attributeOf(input, 'name')
    if (name === undefined) continue
    const kept = attributeOf(input, 'type') === 'hidden' ? attributeOf(input, 'value') : undefined
    const value = person[name] ?? kept
    if (value !== undefined) fields.set(name, value)
  }
  // The first button; it may lie outside of its form.
  const [, button = ''] = BUTTON.exec(page.body) ?? []
  const name = attributeOf(button, 'name')
  if (name !== undefined) fields.set(name, attributeOf(button, 'value') ?? '')
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: target.origin }
  return agent.post(target.href, headers, fields.toString())
}

function attributeOf(tag: string, name: string): string | undefined {
  const [, quoted, bare] = new RegExp(`\\s${name}=(?:"([^"]*)"|([^\\s>"]+))`, 'i').exec(tag) ?? []
  const value = quoted ?? bare
  return value?.replaceAll('&#x3D;', '=').replaceAll('&#43;', '+').replaceAll('&amp;', '&')
}

/** The same in Chromium, until the page is one of the app's. */
export async function fillForms(page: Page, app: string, person: Person): Promise<void> {
  for (let i = 0; i < PAGES && !isBelow(page.url(), app); i++) {
    for (const [name, value] of Object.entries(person)) {
      const field = page.locator(`input[name="${name}"]:visible`)
      if ((await field.count()) > 0) await field.first().fill(value)
    }
    const next = page.waitForEvent('framenavigated')
    await page.locator('[type=submit]:visible').first().click()
    await next
    await page.waitForLoadState()
  }
}
