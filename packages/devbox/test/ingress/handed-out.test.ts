import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Seen, startWorld, visit, type World } from '../support/ingress.ts'

const TOKEN = 'Lzc-Api-Auth-Token'
const OTHER = 'cloud.lazycat.app.todo'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

describe('the control page', () => {
  const post = (body: object, headers: Record<string, string> = {}) =>
    visit(world.box.origin, '/control', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  it.each([
    { action: 'api-token', user: 'bob' },
    { action: 'ticket', user: 'bob', package: OTHER },
  ])('hands out what a script asks for: %j', async (command) => {
    const answer = await post(command)
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
    const { url, headers } = JSON.parse(answer.body)
    const got = await visit(new URL(url).origin, '/', { headers })
    expect((JSON.parse(got.body) as Seen).headers['x-hc-user-id']).toBe('bob')
  })

  it('shows it once to a person, as a line for a shell', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await visit(world.box.origin, '/control', {
      method: 'POST',
      headers: form,
      body: 'action=api-token&user=alice',
    })
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
    const token = /Lzc-Api-Auth-Token: ([\w-]+)/.exec(answer.body)?.[1] ?? ''
    expect((await visit(world.box.appOrigin, '/', { headers: { [TOKEN]: token } })).status).toBe(
      200,
    )
    expect(world.box.secrets()).toContain(token)
    expect((await visit(world.box.origin, '/')).body).not.toContain(token)
  })

  it.each([
    { action: 'api-token', user: 'mallory' },
    { action: 'ticket', user: 'alice', package: 'self' },
    { action: 'ticket', user: 'alice' },
  ])('hands nothing out for %j', async (command) => {
    expect((await post(command)).status).toBe(400)
  })

  it('hands nothing out to a page of the app', async () => {
    const origin = world.box.appOrigin
    for (const action of ['api-token', 'ticket']) {
      expect((await post({ action, user: 'alice', package: OTHER }, { origin })).status).toBe(403)
    }
  })
})
