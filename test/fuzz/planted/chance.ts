/** Draws of what is random; the same input draws the same each time, whatever came before it. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { must, type Target } from '../engine/target.ts'

const drawn = new Map<string, string>()

export const target: Target = {
  words: [],
  run(input) {
    const [bytes, number, id] = [randomBytes(9), randomInt(2, 9), randomUUID()]
    must(bytes.length === 9 && number >= 2 && number < 9, 'as much and as large as was asked')
    must(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), 'an id')
    const text = [bytes.toString('hex'), number, id].join()
    const key = input.toString('hex')
    must((drawn.get(key) ?? text) === text, 'the same input draws the same')
    drawn.set(key, text)
  },
}
