/** Secrets that others repeat, or that stand in the wrong variable: pages for strangers, and the log. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LoginError } from 'catflap'
import type { Devbox } from 'catflap-devbox'
import { afterEach, describe, expect, it } from 'vitest'
import { withoutSecrets } from '../src/problems/without-secrets.ts'
import { NAVIGATION, startViewer, unconfiguredViewer } from './support.ts'

let box: Devbox | undefined
afterEach(async () => {
  await box?.close()
  box = undefined
})

const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
}

describe('a provider that repeats the client secret', () => {
  it.each(Object.keys(FORMS))('%s puts it on no page and into no line of the log', async (form) => {
    const told: { secret?: string } = {}
    const repeating: typeof fetch = async (input, init) => {
      if (!String(input).endsWith('/token')) return fetch(input, init)
      const type = `text/of.${FORMS[form]?.(told.secret ?? '')}`
      return new Response('', { headers: { 'content-type': type } })
    }
    const started = await startViewer('alice', {}, { fetch: repeating })
    box = started.box
    told.secret = box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? ''
    const page = await (await started.visitor.open('/session')).text()
    expect(page).toContain('text/of.')
    for (const text of [page, started.lines.join('\n')]) {
      for (const write of Object.values(FORMS)) {
        expect(text).not.toContain(write(told.secret).replace(/=+$/, ''))
      }
    }
  })
})

describe("the provider's own words", () => {
  const API_TOKEN = 's3cret-word'
  const saying = (description: string): typeof fetch =>
    async function answer(input, init) {
      if (!String(input).endsWith('/token')) return fetch(input, init)
      const body = JSON.stringify({ error: 'invalid_grant', error_description: description })
      return new Response(body, { status: 400, headers: { 'content-type': 'application/json' } })
    }

  it.each([
    ['en', 'The provider says'],
    ['zh', '身份提供方的说明'],
  ])('stand on the page of a failed login and in its report as its own: %s', async (lang, who) => {
    const started = await startViewer('alice', {}, { fetch: saying('Code <b>not valid</b>.') })
    box = started.box
    await started.visitor.ask(`/?lang=${lang}`, { headers: NAVIGATION })
    const page = await (await started.visitor.open('/session')).text()
    expect(page.split(who)).toHaveLength(3)
    expect(page).toContain('Code &lt;b&gt;not valid&lt;/b&gt;.')
  })

  it('are shown and logged without a secret of the environment', async () => {
    const started = await startViewer('alice', { API_TOKEN }, { fetch: saying(`no ${API_TOKEN}!`) })
    box = started.box
    const page = await (await started.visitor.open('/session')).text()
    expect(page).toContain('The provider says')
    for (const text of [page, started.lines.join('\n')]) expect(text).not.toContain(API_TOKEN)
  })
})

it('an error keeps why the store failed, which chooses the words of its page', () => {
  const error = new LoginError('STORE_UNAVAILABLE', 'store', { reason: 'DISK_FULL' })
  const told = withoutSecrets({ error, trace: undefined }, (text) => text)
  expect(told.error.reason).toBe('DISK_FULL')
})

describe('a secret where an address belongs', () => {
  it.each([
    [
      'the client secret',
      { OIDC_ISSUER: 's3cret-of-the-client', OIDC_CLIENT_SECRET: 's3cret-of-the-client' },
    ],
    ['a token', { OIDC_ISSUER: `ftp://x/?token=s3cret-of-the-client` }],
  ])('%s is not shown to whoever asks what is missing', async (_, environment) => {
    const { visitor, lines } = unconfiguredViewer(environment)
    const page = await (await visitor.ask('/', { headers: NAVIGATION })).text()
    const told = await (await visitor.ask('/api/session')).text()
    for (const text of [page, told, lines.join('\n')]) {
      expect(text).toContain('OIDC_ISSUER')
      expect(text).not.toContain('s3cret-of-the-client')
    }
  })
})

it('a secret in the name of a folder is not on the doctor’s page', async () => {
  const API_TOKEN = 's3cret-of-another-service'
  const written = [API_TOKEN, Buffer.from(API_TOKEN).toString('hex')]
  const folder = mkdtempSync(join(tmpdir(), 'catflap-doctor-'))
  const CATFLAP_DATA_DIR = join(folder, ...written)
  const started = await startViewer('alice', { API_TOKEN, CATFLAP_STORE: '', CATFLAP_DATA_DIR })
  box = started.box
  try {
    await started.visitor.open('/session')
    for (const path of ['/doctor', '/api/doctor']) {
      const page = await (await started.visitor.ask(path, { headers: NAVIGATION })).text()
      expect(page).toContain(`${folder}/`)
      for (const form of written) expect(page).not.toContain(form)
    }
  } finally {
    await started.viewer.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
