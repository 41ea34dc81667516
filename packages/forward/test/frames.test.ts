/** Where frames end, however their bytes arrive, and a Close frame as somebody else's library reads it. */
import { createServer } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closeFrame, createFrameFollower } from '../src/frames.ts'

/** A frame. @param length - of its payload, which looks like frames itself */
function frame(opcode: number, length: number, masked = false): Buffer {
  const mask = masked ? 0x80 : 0
  const head =
    length < 126
      ? Buffer.from([0x80 | opcode, mask | length])
      : length < 65_536
        ? Buffer.from([opcode, mask | 126, length >> 8, length & 0xff])
        : Buffer.concat([Buffer.from([opcode, mask | 127]), bigLength(length)])
  const rest = [Buffer.alloc(masked ? 4 : 0, 7), Buffer.alloc(length, 0x88)]
  return Buffer.concat([head, ...rest])
}
function bigLength(length: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(length))
  return bytes
}

const follow = (...parts: readonly Uint8Array[]) => {
  const follower = createFrameFollower()
  for (const part of parts) follower.push(part)
  return follower.mayAdd
}

describe('a frame may be added', () => {
  it('at the start, and behind whole frames of every length', () => {
    expect(follow()).toBe(true)
    for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 70_000]) {
      for (const masked of [false, true]) {
        expect(follow(frame(2, length, masked)), `${length} ${masked}`).toBe(true)
      }
    }
  })

  it('nowhere inside of one, however the bytes are cut', () => {
    const piece = fc.record({
      opcode: fc.constantFrom(0, 1, 2, 9, 10),
      length: fc.oneof(fc.nat(300), fc.constantFrom(125, 126, 127, 65_535, 65_536)),
      masked: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(70_000), { maxLength: 6 }),
        fc.nat(),
        (pieces, cuts, upTo) => {
          const frames = pieces.map(({ opcode, length, masked }) => frame(opcode, length, masked))
          const whole = Buffer.concat(frames)
          const end = upTo % (whole.length + 1)
          const ends = [0]
          for (const { length } of frames) ends.push((ends.at(-1) ?? 0) + length)
          const places = [0, ...cuts.map((cut) => cut % (end + 1)).sort((a, b) => a - b), end]
          const parts = places.slice(1).map((place, i) => whole.subarray(places[i], place))
          expect(follow(...parts)).toBe(ends.includes(end))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('never behind the other side’s own Close, nor after a length that no number holds', () => {
    expect(follow(frame(8, 2))).toBe(false)
    expect(follow(frame(8, 0), frame(1, 3))).toBe(false)
    expect(follow(Buffer.from([0x82, 127, 255, 255, 255, 255, 255, 255, 255, 255]))).toBe(false)
  })
})

it('a Close frame is read by a WebSocket client', async () => {
  const { WebSocket } = await import('ws')
  const { createHash } = await import('node:crypto')
  const server = createServer((socket) => {
    socket.once('data', (text) => {
      const key = /Sec-WebSocket-Key: (.*)\r\n/i.exec(text.toString())?.[1]
      const accept = createHash('sha1')
        .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64')
      socket.write(
        `HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
      socket.end(closeFrame(1008))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const code = await new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`)
    socket.on('error', reject)
    socket.on('close', resolve)
  })
  server.close()
  expect(code).toBe(1008)
})
