/** Makes X.509 certificates (RFC 5280): which extensions they carry is decided by the caller. */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
} from '@peculiar/asn1-x509'

/** What a certificate says. */
export interface Statement {
  readonly subject: string
  readonly issuer: string
  readonly publicKey: KeyObject
  /** Seconds since the epoch, like `until`. */
  readonly from: number
  readonly until: number
  readonly extensions: readonly Extension[]
}

const COMMON_NAME = '2.5.4.3'
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'

/**
 * Signs a statement.
 *
 * @param signingKey - A private key on P-256.
 * @returns the certificate in PEM.
 */
export function signCertificate(statement: Statement, signingKey: KeyObject): string {
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 })
  const spki = statement.publicKey.export({ type: 'spki', format: 'der' })
  const content = new TBSCertificate({
    version: 2,
    serialNumber: newSerialNumber(),
    signature: algorithm,
    issuer: nameOf(statement.issuer),
    validity: new Validity({
      notBefore: dateOf(statement.from),
      notAfter: dateOf(statement.until),
    }),
    subject: nameOf(statement.subject),
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    extensions: new Extensions([
      ...statement.extensions,
      extension(id_ce_subjectKeyIdentifier, keyIdOf(statement.publicKey)),
      extension(
        id_ce_authorityKeyIdentifier,
        new AuthorityKeyIdentifier({ keyIdentifier: keyIdOf(createPublicKey(signingKey)) }),
      ),
    ]),
  })
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(content)), signingKey)
  const certificate = new Certificate({
    tbsCertificate: content,
    signatureAlgorithm: algorithm,
    signatureValue: Uint8Array.from(signature).buffer,
  })
  const lines = Buffer.from(AsnConvert.serialize(certificate))
    .toString('base64')
    .match(/.{1,64}/g)
  return `-----BEGIN CERTIFICATE-----\n${lines?.join('\n')}\n-----END CERTIFICATE-----\n`
}

/**
 * What makes a certificate an authority, for these names only. A kind of name that is not listed would
 * be free, so addresses are listed beside the domain.
 *
 * @param addresses - In the form `127.0.0.0/8`.
 */
export function authorityFor(domain: string, addresses: readonly string[]): Extension[] {
  const names = [
    new GeneralName({ dNSName: domain }),
    ...addresses.map((iPAddress) => new GeneralName({ iPAddress })),
  ]
  const permittedSubtrees = new GeneralSubtrees(names.map((base) => new GeneralSubtree({ base })))
  return [
    critical(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    critical(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign)),
    critical(id_ce_nameConstraints, new NameConstraints({ permittedSubtrees })),
  ]
}

/** What makes a certificate a server's, under these names. */
export function serverFor(domains: readonly string[], addresses: readonly string[]): Extension[] {
  const names = [
    ...domains.map((dNSName) => new GeneralName({ dNSName })),
    ...addresses.map((iPAddress) => new GeneralName({ iPAddress })),
  ]
  return [
    critical(id_ce_basicConstraints, new BasicConstraints({ cA: false })),
    critical(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature)),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(id_ce_subjectAltName, new SubjectAlternativeName(names)),
  ]
}

const critical = (id: string, value: object): Extension => extension(id, value, true)

function extension(extnID: string, value: object, isCritical = false): Extension {
  const extnValue = new OctetString(AsnConvert.serialize(value))
  return new Extension({ extnID, critical: isCritical, extnValue })
}

function nameOf(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName })
  const attribute = new AttributeTypeAndValue({ type: COMMON_NAME, value })
  return new Name([new RelativeDistinguishedName([attribute])])
}

/** RFC 7093, section 2: a truncated hash. It tells authorities of one name apart. */
function keyIdOf(publicKey: KeyObject): KeyIdentifier {
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return new KeyIdentifier(createHash('sha256').update(spki).digest().subarray(0, 20))
}

/** Positive, and of one length: the first byte is neither zero nor has its highest bit set. */
function newSerialNumber(): ArrayBuffer {
  const bytes = Uint8Array.from(randomBytes(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.buffer
}

function dateOf(seconds: number): Date {
  return new Date(Math.floor(seconds) * 1000)
}
