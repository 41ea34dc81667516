/** The two ways in which a request tells who is asking, side by side; only a login lets anybody in. */
import type { Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVisitor, NAVIGATION, startViewer, type Visitor } from './support.ts'

const ALICE = { 'x-hc-user-id': 'alice', 'x-hc-user-role': 'ADMIN', 'x-hc-source': 'client' }
let box: Devbox
let visitor: Visitor
let stranger: Visitor

beforeAll(async () => {
  const started = await startViewer('alice')
  ;({ box, visitor } = started)
  stranger = createVisitor(started.viewer)
  await visitor.open('/session')
})
afterAll(() => box.close())

/** The cells of a row of the table: its label, the login's side, the ingress's. */
async function row(who: Visitor, label: string, headers: Readonly<Record<string, string>> = {}) {
  const page = await (await who.ask('/', { headers: { ...NAVIGATION, ...headers } })).text()
  const table = page.slice(page.indexOf('<table class="ways">'))
  const found = table.split('<tr>').find((one) => one.includes(`<th scope="row">${label}</th>`))
  const cells = [...(found ?? '').matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) =>
    cell.replaceAll(/<[^>]+>/g, ''),
  )
  return { page, cells }
}

describe('who is asking', () => {
  it('is told by both ways beside each other, with what each is worth', async () => {
    const { page, cells } = await row(visitor, 'Who', ALICE)
    expect(cells).toEqual([expect.stringMatching(/^alice@/), 'alice'])
    expect(page).toContain('that is the way this viewer goes by')
    expect((await row(visitor, 'Groups, role', ALICE)).cells).toEqual(['ADMIN', 'ADMIN'])
    expect((await row(visitor, 'Good for', ALICE)).cells).toHaveLength(2)
    const forged = await row(visitor, 'Can be forged by', ALICE)
    expect(forged.cells[1]).toContain('application.ingress')
  })

  it('is told of a request that came by the box’s word alone, and of one that came by neither', async () => {
    const { page, cells } = await row(stranger, 'Who', ALICE)
    expect(cells).toEqual(['nobody has signed in here', 'alice'])
    expect(page).toContain('came by the box’s word alone')
    const neither = await row(stranger, 'Who')
    expect(neither.cells[1]).toBe('the box names nobody')
    expect(neither.page).toContain('came by neither way')
  })

  it.each<[string, Record<string, string>]>([
    ['doubled', { 'x-hc-user-id': 'alice, bob' }],
    ['of an unknown role', { 'x-hc-user-role': 'admin' }],
    ['of another app', { 'x-hc-source': 'app:dev.example.other' }],
    ['markup', { 'x-hc-user-id': '<img src=x>' }],
  ])('is nobody by headers that are %s, and they are not repeated', async (_, change) => {
    const { page, cells } = await row(stranger, 'Who', { ...ALICE, ...change })
    expect(cells[1]).toContain(
      'incomplete, doubled, of another form, or not of a person’s own visit',
    )
    expect(page).not.toContain('<img src=x>')
    expect(page).not.toContain('bob')
  })

  it('is told in Chinese', async () => {
    const { cells } = await row(stranger, '是谁', { ...ALICE, 'accept-language': 'zh-CN' })
    expect(cells).toEqual(['这里没有人登录', 'alice'])
  })

  it('opens nothing by the box’s word: every other page asks for a login', async () => {
    for (const path of ['/session', '/sessions', '/env', '/doctor', '/attempts', '/recipes']) {
      const answer = await stranger.ask(path, { headers: { ...NAVIGATION, ...ALICE } })
      expect([path, answer.status]).toEqual([path, 302])
    }
    const told = await stranger.ask('/api/session', { headers: ALICE })
    expect(told.status).toBe(401)
  })
})
