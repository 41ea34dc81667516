/** Text that the command prints: the banner, the variables, the list of faults. */
import type { Devbox } from '../devbox.ts'
import { FAULT_GROUPS, FAULTS } from '../faults/catalogue.ts'
import type { Language } from '../language/language.ts'
import { LABELS } from './words.ts'

/** What a user wants to know first. */
export function describeBox(box: Devbox, app: string, language: Language): string {
  const people = box.users.map(({ name, role }) => `${name} (${role})`).join(', ')
  const lines: [keyof typeof LABELS, string][] = [
    ['box', box.origin],
    ['control', `${box.origin}/`],
    ['users', people],
    ['app', app],
  ]
  if (box.faults.active.length > 0) lines.push(['faults', box.faults.active.join(', ')])
  const labelled = lines.map(([name, value]) => `  ${pad(LABELS[name][language])}${value}\n`)
  return `\n${labelled.join('')}\n`
}

/** The variables as a POSIX shell reads them. */
export function exportLines(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('')
}

/** Every fault in its group. */
export function listFaults(language: Language): string {
  return FAULT_GROUPS.map((group) => {
    const rows = group.names.map((name) => `  ${name.padEnd(29)} ${FAULTS[name][language]}\n`)
    return `${group[language]}\n${rows.join('')}`
  }).join('\n')
}

/** Pads to a column; a Chinese character takes two. */
function pad(label: string): string {
  const width = [...label].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0)
  return label + ' '.repeat(Math.max(1, 17 - width))
}
