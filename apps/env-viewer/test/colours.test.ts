import { describe, expect, it } from 'vitest'
import { STYLE } from '../src/pages/style.ts'

/** The palettes in the order of the style sheet; each is laid over the first. */
const [LIGHT = {}, DARK, MORE_LIGHT, MORE_DARK, , PAPER] = [
  ...STYLE.matchAll(/:root \{([^}]*)\}/g),
].map(([, colours = '']) =>
  Object.fromEntries(
    [...colours.matchAll(/(--[\w-]+): (#\w{3,6});/g)].map(([, name = '', colour = '']) => [
      name,
      colour.length === 4 ? colour.replace(/\w/g, '$&$&') : colour,
    ]),
  ),
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
  ['light', LIGHT, 4.5],
  ['dark', { ...LIGHT, ...DARK }, 4.5],
  ['light high contrast', { ...LIGHT, ...MORE_LIGHT }, 7],
  ['dark high contrast', { ...LIGHT, ...DARK, ...MORE_DARK }, 7],
  ['printed', { ...LIGHT, ...PAPER }, 7],
])('the %s colours', (_, colours: Record<string, string>, ratio) => {
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
    ['--bad', '--paper'],
    ['--ink', '--bad-tint'],
    ['--good', '--card'],
    ['--soft', '--tint'],
  ])('of %s on %s have the contrast of WCAG', (front, back) => {
    expect(contrast(colours[front] ?? '', colours[back] ?? '')).toBeGreaterThanOrEqual(ratio)
  })
})
