/** Foreign text on a page: it wraps, keeps its direction to itself and hides no character. */
import type { JSX } from 'hono/jsx/jsx-runtime'

// Control and format characters, but for line breaks, tabs and the joiners that scripts need.
const HIDDEN = /([^\P{Cc}\n\t]|[^\P{Cf}\u200c\u200d]|[\p{Zl}\p{Zp}])/u

/** Shows a value of others. Characters that would be invisible or reorder the text are spelt out. */
export function Value({ of }: { of: string }): JSX.Element {
  const parts = of.split(HIDDEN)
  // Tokens and keys have no good place to break, so any will do.
  const solid = of.length > 60 && !/\s/.test(of)
  return (
    <code class={solid ? 'value solid' : 'value'} dir="auto">
      {parts.map((part, at) => (at % 2 === 0 ? part : <span class="mark">{codePoint(part)}</span>))}
    </code>
  )
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase()
  return `U+${hex.padStart(4, '0')}`
}
