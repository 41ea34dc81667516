import { createDevbox } from 'catflap-devbox'
import { createLogin } from 'catflap'
import { it, expect } from 'vitest'
it('signs in', async () => {
  const box = await createDevbox({ autoApprove: 'alice', redirectUri: 'http://127.0.0.1:9/callback' })
  const events: unknown[] = []
  const login = createLogin({ environment: box.environment, onEvent: (e, err) => events.push(e, err?.message) })
  const r1 = await login.handle(new Request('http://127.0.0.1:9/login?return_to=/x'))
  console.log(r1.status, r1.headers.get('location'), await r1.text())
  let url = r1.headers.get('location')!
  const jar = r1.headers.getSetCookie().map(c => c.split(';')[0]).join('; ')
  for (let i = 0; i < 6 && !url.startsWith('http://127.0.0.1:9/'); i++) {
    const r = await fetch(url, { redirect: 'manual' })
    console.log(r.status, r.headers.get('location'))
    url = new URL(r.headers.get('location')!, url).href
  }
  const r2 = await login.handle(new Request(url, { headers: { cookie: jar } }))
  console.log(r2.status, r2.headers.get('location'), r2.headers.getSetCookie(), await r2.text())
  console.log(events)
  const s = await login.readSession(r2.headers.getSetCookie()[0])
  console.log(s?.sub, s?.groups, s?.details().checks)
  expect(r2.status).toBe(303)
  await box.close()
})
