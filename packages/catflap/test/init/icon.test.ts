import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { drawIcon } from '../../src/cli/init/icon.ts'

describe('the icon', () => {
  it('is a whole PNG, square and small enough for the store', () => {
    const png = drawIcon()
    expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n')
    expect(png.length).toBeLessThan(10_000)
    const chunks: [string, Buffer][] = []
    for (let at = 8; at < png.length; ) {
      const end = at + 8 + png.readUInt32BE(at)
      expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)))
      chunks.push([png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, end)])
      at = end + 4
    }
    expect(chunks.map(([type]) => type)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND'])
    const [, header] = chunks[0]!
    expect([header.readUInt32BE(0), header.readUInt32BE(4)]).toEqual([512, 512])
    const pixels = inflateSync(chunks[2]![1])
    expect(pixels.length).toBe(512 * 513)
    expect(new Set(pixels)).toEqual(new Set([0, 1, 2, 3]))
  })
})
