import { describe, expect, it } from 'vitest'
import { STYLE } from '../src/pages/style.ts'

/** The palettes in the order of the style sheet: light, then dark. */
const PALETTES = STYLE.split('@media (prefers-color-scheme: dark)')
  .slice(0, 2)
  .map((part) =>
    Object.fromEntries([...part.matchAll(/(--[\w-]+): (#\w{6});/g)].map((m) => [m[1], m[2]])),
  )

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

describe.each([
  ['light', PALETTES[0]],
  ['dark', PALETTES[1]],
])('the %s colours', (_, colours = {}) => {
  it.each([
    ['--ink', '--paper'],
    ['--ink', '--card'],
    ['--ink', '--tint'],
    ['--ink', '--warn-tint'],
    ['--soft', '--paper'],
    ['--soft', '--card'],
    ['--accent', '--paper'],
    ['--accent', '--card'],
    ['--accent', '--tint'],
    ['--paper', '--accent'],
    ['--good', '--paper'],
    ['--warn', '--paper'],
  ])('of %s on %s have the contrast of WCAG AA', (front, back) => {
    expect(contrast(colours[front] ?? '', colours[back] ?? '')).toBeGreaterThanOrEqual(4.5)
  })
})
