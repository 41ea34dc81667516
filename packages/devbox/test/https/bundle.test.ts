import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { TRUST_VARIABLES } from '../../src/box/app-process.ts'
import { openAuthority } from '../../src/https/authority.ts'
import { writeBundle } from '../../src/https/bundle.ts'

const base = mkdtempSync(join(tmpdir(), 'devbox-bundle-'))
afterAll(() => rmSync(base, { recursive: true }))
const NOW = 1_800_000_000
const YEARS = 5 * 365 * 86_400

let number = 0
const newAuthority = () => openAuthority(join(base, `home-${number++}`, 'ca'), NOW)
const certificatesIn = (file: string): string[] =>
  readFileSync(file, 'utf8').match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? []

describe('the file of roots to trust', () => {
  it('holds the roots of this system and the authority', async () => {
    const authority = await newAuthority()
    const certificates = certificatesIn(writeBundle(authority, {}))
    expect(certificates.length).toBeGreaterThan(50)
    expect(certificates.at(-1)).toBe(authority.certificate.trim())
  })

  it('holds the roots that SSL_CERT_FILE names in place of the system’s', async () => {
    const [authority, own] = await Promise.all([newAuthority(), newAuthority()])
    const file = writeBundle(authority, { SSL_CERT_FILE: own.file })
    expect(certificatesIn(file)).toEqual([own.certificate.trim(), authority.certificate.trim()])
  })

  it.each(TRUST_VARIABLES.filter((name) => name !== 'SSL_CERT_FILE'))(
    'holds what %s adds, once',
    async (variable) => {
      const [authority, own] = await Promise.all([newAuthority(), newAuthority()])
      const more = { SSL_CERT_FILE: authority.file, [variable]: own.file }
      expect(certificatesIn(writeBundle(authority, more))).toEqual([
        authority.certificate.trim(),
        own.certificate.trim(),
      ])
    },
  )

  it('holds nothing but certificates of a file, such as no key', async () => {
    const authority = await newAuthority()
    const file = join(base, 'mixed.pem')
    writeFileSync(file, `# note\n${authority.key}${authority.certificate}`)
    const text = readFileSync(writeBundle(authority, { SSL_CERT_FILE: file }), 'utf8')
    expect(text).toBe(authority.certificate)
  })

  it.each(['/nowhere/roots.pem', tmpdir(), ''])(
    'has the system’s roots where %j has none',
    async (name) => {
      const file = writeBundle(await newAuthority(), { SSL_CERT_FILE: name, DENO_CERT: name })
      expect(certificatesIn(file).length).toBeGreaterThan(50)
    },
  )

  it('does not grow when a box is started in the environment of another box’s app', async () => {
    const authority = await newAuthority()
    const first = readFileSync(writeBundle(authority, {}), 'utf8')
    const inherited = Object.fromEntries(
      TRUST_VARIABLES.map((name) => [name, join(dirname(authority.file), 'bundle.pem')]),
    )
    expect(readFileSync(writeBundle(authority, inherited), 'utf8')).toBe(first)
  })

  it('stands in no new authority’s way, and leaves no draft behind', async () => {
    const folder = join(base, 'old', 'ca')
    const old = await openAuthority(folder, NOW - YEARS)
    writeBundle(old, {})
    const renewed = await openAuthority(folder, NOW)
    expect(renewed.certificate).not.toBe(old.certificate)
    writeBundle(renewed, {})
    expect(readdirSync(folder).sort()).toEqual(['bundle.pem', 'ca-key.pem', 'ca.pem'])
  })
})
