/** How sprig makes numbers of whatever it is given; what is no number is 0. */
import type { Value } from './values.ts'

/** A number with a point, as `strconv.ParseFloat` reads texts. */
export function toNumber(value: Value): number {
  if (typeof value !== 'string') return typeof value === 'object' ? 0 : Number(value ?? 0)
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(value) ? Number(value) : 0
}

/** A whole number, as `strconv.ParseInt` reads texts: with a 0 in front it is octal, so that 08 is none. */
export function toWhole(value: Value): number {
  if (typeof value !== 'string') return Math.trunc(toNumber(value))
  const [, sign, prefix = '', digits] =
    /^([-+]?)(0x|0b|0o?(?=\d))?(\w+)$/i.exec(value.replace(/\.0+$/, '')) ?? []
  const base = BASES.get(prefix.toLowerCase()) ?? 8
  const known = DIGITS.slice(0, base)
  if (digits === undefined || [...digits.toLowerCase()].some((one) => !known.includes(one)))
    return 0
  return Number.parseInt(digits, base) * (sign === '-' ? -1 : 1)
}

const DIGITS = '0123456789abcdef'
const BASES: ReadonlyMap<string, number> = new Map([
  ['', 10],
  ['0x', 16],
  ['0b', 2],
])
