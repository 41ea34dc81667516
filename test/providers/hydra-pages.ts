/** The login, consent and logout pages that an operator of Ory Hydra brings along: one form each. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HydraPages {
  readonly origin: string
  close(): Promise<void>
}

type Kind = 'login' | 'consent' | 'logout'

interface Asked {
  /** This person, or this consent, is known already. */
  readonly skip?: boolean
  readonly subject?: string
  readonly requested_scope?: readonly string[]
}

/** Fields of each page. */
const FIELDS: Readonly<Record<Kind, string>> = {
  login: '<input name="username"><input name="password" type="password">',
  consent: '',
  logout: '',
}

/** Serves them. `admin` is where Hydra's own API is. */
export async function startHydraPages(admin: string): Promise<HydraPages> {
  async function call(kind: Kind, challenge: string, accepted?: object): Promise<unknown> {
    const verb = accepted === undefined ? '' : '/accept'
    const query = new URLSearchParams({ [`${kind}_challenge`]: challenge })
    const answer = await fetch(`${admin}/admin/oauth2/auth/requests/${kind}${verb}?${query}`, {
      method: accepted === undefined ? 'GET' : 'PUT',
      headers: { 'content-type': 'application/json' },
      ...(accepted && { body: JSON.stringify(accepted) }),
    })
    if (!answer.ok) throw new Error(`${kind}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }

  /** @returns where the browser goes on to */
  async function accept(kind: Kind, challenge: string, subject: string): Promise<string> {
    const { requested_scope } = (await call(kind, challenge)) as Asked
    const kept = { remember: true, remember_for: 3600 }
    const accepted = {
      login: { subject, ...kept },
      consent: { grant_scope: requested_scope, ...kept },
      logout: {},
    }[kind]
    return ((await call(kind, challenge, accepted)) as { redirect_to: string }).redirect_to
  }

  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://pages')
    const kind = url.pathname.slice(1) as Kind
    const challenge = url.searchParams.get(`${kind}_challenge`) ?? ''
    const goOn = (location: string) => res.writeHead(303, { location }).end()
    const fail = (error: unknown) => res.writeHead(500).end(String(error))
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const body = new URLSearchParams(Buffer.concat(chunks).toString())
      if (req.method === 'POST')
        return void accept(kind, challenge, body.get('username') ?? '').then(goOn, fail)
      void call(kind, challenge)
        .then(async (asked) => {
          const { skip, subject = '' } = asked as Asked
          if (skip) return goOn(await accept(kind, challenge, subject))
          const button = '<button type="submit">Go on</button>'
          const page = `<!doctype html><form method="post">${FIELDS[kind]}${button}</form>`
          return res.writeHead(200, { 'content-type': 'text/html' }).end(page)
        })
        .catch(fail)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
