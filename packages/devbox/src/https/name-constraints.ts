/**
 * The extension that holds a certificate authority to this computer: RFC 5280, section 4.2.1.10.
 *
 * A kind of name that is not listed would be free, so loopback addresses are listed beside the name.
 */

/** Object identifier of the extension. */
export const NAME_CONSTRAINTS = '2.5.29.30'

const SEQUENCE = 0x30
/** Context tags: permittedSubtrees, and the kinds of a GeneralName. */
const PERMITTED = 0xa0
const DNS_NAME = 0x82
const IP_ADDRESS = 0x87

/** The extension's value in DER: names below `localhost`, 127.0.0.0/8 and ::1 are permitted. */
export function localhostOnly(): Buffer {
  const sixth = Buffer.alloc(32, 0xff).fill(0, 0, 15).fill(1, 15, 16)
  const names = [
    element(DNS_NAME, Buffer.from('localhost')),
    element(IP_ADDRESS, Buffer.from([127, 0, 0, 0, 255, 0, 0, 0])),
    element(IP_ADDRESS, sixth),
  ]
  const subtrees = names.map((name) => element(SEQUENCE, name))
  return element(SEQUENCE, element(PERMITTED, Buffer.concat(subtrees)))
}

/** One element; none here is as long as 128 bytes, so its length is a single byte. */
function element(tag: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, value.length]), value])
}
