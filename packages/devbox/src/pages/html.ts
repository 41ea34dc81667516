/** HTML that escapes by itself: only a value made by this template is taken as markup. */

/** Markup that is safe to send. */
export interface Html {
  readonly markup: string
}

/** What may stand in a template; `undefined` and `false` leave nothing. */
export type Part = string | number | Html | undefined | false | readonly Part[]

/** Template tag: text is escaped, markup and lists of it are not escaped again. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.map((text, index) => text + render(parts[index]))
  return { markup: markup.join('') }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
  }
  return 'markup' in part ? part.markup : part.map(render).join('')
}
