/** An authority of a test's own, and a certificate of it for 127.0.0.1: made by openssl, and never trusted by anybody else. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestCertificate {
  /** Files of the certificate and its key. */
  readonly cert: string
  readonly key: string
  /** Certificate of the authority, PEM. */
  readonly ca: string
  remove(): void
}

export function makeCertificate(): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-tls-'))
  const at = (name: string): string => join(folder, name)
  const openssl = (...words: readonly string[]): void => {
    execFileSync('openssl', words, { stdio: 'ignore', timeout: 60_000 })
  }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl(
    ...['req', '-x509', ...key, '-subj', '/CN=authority of a test', '-days', '2'],
    ...['-keyout', at('ca.key'), '-out', at('ca.pem')],
  )
  openssl('req', ...key, '-subj', '/CN=127.0.0.1', '-keyout', at('key.pem'), '-out', at('csr.pem'))
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1\n')
  openssl(
    ...['x509', '-req', '-in', at('csr.pem'), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
    ...['-CAcreateserial', '-days', '2', '-extfile', at('names'), '-out', at('cert.pem')],
  )
  return {
    cert: at('cert.pem'),
    key: at('key.pem'),
    ca: readFileSync(at('ca.pem'), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
