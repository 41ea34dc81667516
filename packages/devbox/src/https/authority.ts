/**
 * The local certificate authority: made once, kept in a private folder, good for names below
 * `.localhost` and for loopback addresses only.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** A certificate authority that can sign. */
export interface Authority {
  /** Path of its certificate, for whoever shall trust it. */
  readonly file: string
  /** Whether it was made just now, so that nobody can trust it yet. */
  readonly created: boolean
  /** PEM, like `key`. */
  readonly certificate: string
  readonly key: string
}

/** A key and a certificate for a server, in PEM. */
export interface ServerCertificate {
  readonly key: string
  readonly cert: string
}

const DAY = 86_400
const AUTHORITY_LIFETIME = 5 * 365 * DAY
/** With less than this left the authority is made anew, seconds. */
const AUTHORITY_REST = 60 * DAY
const SERVER_LIFETIME = 30 * DAY
/** Clocks of browsers may be a little behind, seconds. */
const BACKDATED = 3600

const CERTIFICATE_FILE = 'ca.pem'
const KEY_FILE = 'ca-key.pem'
/** Made of the certificate and of this system's roots; in its way there can be no new authority. */
export const BUNDLE_FILE = 'bundle.pem'
const AUTHORITY_NAME = 'Catflap devbox, localhost only'

/**
 * Opens the authority in a folder, or makes one there.
 *
 * @param now - Seconds since the epoch.
 * @throws Error with the code `AUTHORITY_UNUSABLE` when what is in the folder cannot be used.
 */
export async function openAuthority(folder: string, now: number): Promise<Authority> {
  const known = readAuthority(folder)
  if (known !== undefined && Date.parse(known.until) / 1000 - now > AUTHORITY_REST) {
    return { ...known.authority, created: false }
  }
  if (known !== undefined) {
    for (const name of [BUNDLE_FILE, CERTIFICATE_FILE, KEY_FILE]) {
      rmSync(join(folder, name), { force: true })
    }
  }
  await makeAuthority(folder, now)
  const made = readAuthority(folder)
  if (made === undefined) throw unusable(folder)
  return { ...made.authority, created: true }
}

function readAuthority(
  folder: string,
): { readonly authority: Omit<Authority, 'created'>; readonly until: string } | undefined {
  const file = join(folder, CERTIFICATE_FILE)
  const keyFile = join(folder, KEY_FILE)
  if (!existsSync(file)) return undefined
  try {
    chmodSync(keyFile, 0o600)
    const certificate = readFileSync(file, 'utf8')
    const key = readFileSync(keyFile, 'utf8')
    const parsed = new X509Certificate(certificate)
    if (!parsed.ca || !parsed.checkPrivateKey(createPrivateKey(key))) throw unusable(folder)
    return { authority: { file, certificate, key }, until: parsed.validTo }
  } catch {
    throw unusable(folder)
  }
}

function unusable(folder: string): Error {
  const message = `the certificate authority in ${folder} cannot be used; delete that folder`
  return Object.assign(new Error(message), { code: 'AUTHORITY_UNUSABLE', path: folder })
}

/** Makes it beside its place and moves it there whole, so that two boxes starting at once agree. */
async function makeAuthority(folder: string, now: number): Promise<void> {
  const { authorityFor, signCertificate } = await import('./certificate.ts')
  const { privateKey, publicKey } = newKeys()
  const certificate = signCertificate(
    {
      subject: AUTHORITY_NAME,
      issuer: AUTHORITY_NAME,
      publicKey,
      from: now - BACKDATED,
      until: now + AUTHORITY_LIFETIME,
      extensions: authorityFor('localhost', ['127.0.0.0/8', '::1/128']),
    },
    privateKey,
  )
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  const draft = mkdtempSync(`${folder}.`)
  writeFileSync(join(draft, KEY_FILE), toPem(privateKey), { mode: 0o600 })
  writeFileSync(join(draft, CERTIFICATE_FILE), certificate)
  try {
    renameSync(draft, folder)
  } catch {
    // Another box was faster: its authority is as good as ours.
    rmSync(draft, { recursive: true })
  }
}

/**
 * Issues a certificate for the names of a box, with a key that lives in memory only.
 *
 * @param domain - Name of the box, without port; names one level below it are covered too.
 * @param now - Seconds since the epoch.
 */
export async function issueCertificate(
  authority: Authority,
  domain: string,
  now: number,
): Promise<ServerCertificate> {
  const { serverFor, signCertificate } = await import('./certificate.ts')
  const { privateKey, publicKey } = newKeys()
  const names = [domain, `*.${domain}`, 'localhost']
  const cert = signCertificate(
    {
      subject: domain,
      issuer: AUTHORITY_NAME,
      publicKey,
      from: now - BACKDATED,
      until: now + SERVER_LIFETIME,
      extensions: serverFor(names, ['127.0.0.1', '::1']),
    },
    createPrivateKey(authority.key),
  )
  // With the authority behind it, whoever cannot store trust may pin one key for good.
  return { key: toPem(privateKey), cert: cert + authority.certificate }
}

function newKeys(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

function toPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}
