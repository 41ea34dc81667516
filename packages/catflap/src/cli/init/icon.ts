/** The icon that an app begins with: a cat flap, drawn here. */
import { crc32, deflateSync } from 'node:zlib'

/** Pixels of a side: the least that LazyCat's store takes. */
const SIDE = 512

/** Colours by index: ground, frame, flap, eye. */
const PALETTE = [0x2f4858, 0xf2e8cf, 0x6a994e, 0x2f4858]

/** A PNG of 512×512 pixels in four colours. */
export function drawIcon(): Buffer {
  // A row begins with a byte that says how it is filtered: not at all.
  const rows = Buffer.alloc(SIDE * (1 + SIDE))
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) rows[y * (1 + SIDE) + 1 + x] = colourAt(x, y)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIDE, 0)
  header.writeUInt32BE(SIDE, 4)
  // Eight bits a pixel, each an index into the palette.
  header.set([8, 3], 8)
  const palette = Buffer.from(PALETTE.flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** An arched frame, the flap in it, and two eyes. */
function colourAt(x: number, y: number): number {
  if (!inArch(x, y, 156)) return 0
  if (!inArch(x, y, 124)) return 1
  return isNear(x - 206, y - 252, 20) || isNear(x - 306, y - 252, 20) ? 3 : 2
}

/** Whether a point is in an arch of this half width, from its round top to its straight foot. */
function inArch(x: number, y: number, half: number): boolean {
  const foot = 412 - (156 - half)
  if (y > foot) return false
  return y < 256 ? isNear(x - 256, y - 256, half) : Math.abs(x - 256) < half
}

const isNear = (x: number, y: number, radius: number): boolean => x * x + y * y < radius * radius
