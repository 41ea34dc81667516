/**
 * Where one frame of a WebSocket ends and the next begins, so that a frame of our own can stand between two. Nothing but
 * heads is looked at, and nothing is kept of them.
 *
 * @see RFC 6455, section 5.2
 */

/** Follows the bytes of one direction. */
export interface FrameFollower {
  push(bytes: Uint8Array): void
  /** Whether all frames so far are whole, and none of them was the last one (Close). */
  readonly mayAdd: boolean
}

/** Longest head: two bytes, eight of a length, four of a mask. */
const LONGEST = 14
const CLOSE = 0x8

export function createFrameFollower(): FrameFollower {
  const head = Buffer.alloc(LONGEST)
  let got = 0
  let payload = 0
  let isClosed = false
  return {
    push(bytes) {
      for (let at = 0; at < bytes.length; ) {
        if (payload > 0) {
          const step = Math.min(payload, bytes.length - at)
          payload -= step
          at += step
          continue
        }
        head[got++] = bytes[at++] ?? 0
        if (got < 2 || got < sizeOf(head)) continue
        payload = payloadOf(head)
        isClosed ||= ((head[0] ?? 0) & 0xf) === CLOSE
        got = 0
      }
    },
    get mayAdd() {
      return got === 0 && payload === 0 && !isClosed
    },
  }
}

const lengthOf = (head: Buffer): number => (head[1] ?? 0) & 0x7f

function sizeOf(head: Buffer): number {
  const length = lengthOf(head)
  const extended = length === 126 ? 2 : length === 127 ? 8 : 0
  return 2 + extended + (((head[1] ?? 0) & 0x80) === 0 ? 0 : 4)
}

/** Of more bytes than a number can count nobody sees the end. */
function payloadOf(head: Buffer): number {
  const length = lengthOf(head)
  if (length < 126) return length
  return length === 126 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2))
}

/**
 * A Close frame of a server. @param code - such as 1001 (going away) or 1008 (policy)
 *
 * @see RFC 6455, sections 5.5.1 and 7.4.1
 */
export const closeFrame = (code: number): Buffer =>
  Buffer.from([0x80 | CLOSE, 2, code >> 8, code & 0xff])
