/** What programs of any language shall trust, in one file: the roots of this system and the authority. */
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { TRUST_VARIABLES } from '../box/app-process.ts'
import { type Authority, BUNDLE_FILE } from './authority.ts'

/** Where systems keep their roots: Debian and Alpine, Fedora, SUSE, BSD and macOS. */
const SYSTEM = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** Longer files are left out, bytes. */
const LIMIT = 8 * 1024 * 1024

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\w\r\n+/= ]+-----END CERTIFICATE-----/g

/**
 * Writes the file, beside the authority. A variable that names a file of roots says what programs of its
 * kind trust already, so that goes in as well; without `SSL_CERT_FILE` the roots are the system's, and
 * Node's own where it has none. Of each file only the certificates are taken.
 *
 * @param inherited - the environment of whoever starts the box
 * @returns its path
 */
export function writeBundle(
  authority: Authority,
  inherited: Readonly<Record<string, string | undefined>>,
): string {
  const file = join(dirname(authority.file), BUNDLE_FILE)
  const read = (name: string | undefined) =>
    name === undefined || name === file ? [] : readCertificates(name)
  const base = read(inherited.SSL_CERT_FILE)
  const roots = base.length > 0 ? base : readSystem()
  const others = TRUST_VARIABLES.flatMap((variable) => read(inherited[variable]))
  const text = [...new Set([...roots, ...others, ...certificatesIn(authority.certificate)])].join(
    '\n',
  )
  // Whole at once: the app of another box may be reading it.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${text}\n`)
  renameSync(draft, file)
  return file
}

function readSystem(): readonly string[] {
  for (const file of SYSTEM) {
    const found = readCertificates(file)
    if (found.length > 0) return found
  }
  return rootCertificates.flatMap(certificatesIn)
}

function readCertificates(file: string): readonly string[] {
  try {
    return statSync(file).size > LIMIT ? [] : certificatesIn(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
}

function certificatesIn(text: string): readonly string[] {
  return text.match(CERTIFICATE) ?? []
}
