/** The front itself: what it asks again, and what it does not. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { type Front, startFront } from './front.ts'

const opened: { close(): unknown }[] = []
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())))

async function start(listener: RequestListener): Promise<Front> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const front = await startFront((server.address() as AddressInfo).port)
  opened.push(server, front)
  return front
}

it('asks again where a GET is cut, and counts it once', async () => {
  let asked = 0
  const { origin, count } = await start((req, res) =>
    ++asked < 3 ? req.socket.destroy() : res.end('here'),
  )
  expect(await (await fetch(`${origin}/x`)).text()).toBe('here')
  expect([asked, count('/x')]).toEqual([3, 1])
})

it.each([
  ['GET', 3],
  ['POST', 1],
])('tells of a %s that is cut each time', async (method, times) => {
  let asked = 0
  const { origin } = await start((req) => {
    asked++
    req.socket.destroy()
  })
  await expect(fetch(origin, { method })).rejects.toThrow('fetch failed')
  expect(asked).toBe(times)
})
