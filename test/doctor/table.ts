/** The table of docs/doctor.md: what the doctor says at each provider in each state. */
import { type Found, type FoundAt, STATES, type State } from './states.ts'

const DOCS = new URL('../../docs/', import.meta.url)

/** The pages that hold it. */
export const DOCUMENTS = [
  ['en', new URL('doctor.md', DOCS)],
  ['zh', new URL('doctor.zh-CN.md', DOCS)],
] as const

const [BEGIN, END] = ['<!-- states -->', '<!-- /states -->']
const MARKS: Readonly<Record<string, string>> = { problem: '✗', warning: '!', 'cannot-tell': '?' }

type All = Readonly<Record<string, FoundAt>>

/** The page with the table as it is now. */
export function withTable(page: string, all: All, language: 'en' | 'zh'): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (from === -1 || to < from) throw new Error('the page has no place for the table')
  return `${page.slice(0, from + BEGIN.length)}\n${tableOf(all, language)}\n${page.slice(to)}`
}

function tableOf(all: All, language: 'en' | 'zh'): string {
  const providers = Object.keys(all)
  const rows = (Object.keys(STATES) as State[]).map((state) => {
    const cells = providers.map((provider) => cellOf(all[provider]?.[state] ?? []))
    return `| ${[STATES[state][language], ...cells].join(' | ')} |`
  })
  const heading = language === 'en' ? 'state' : '状态'
  const head = `| ${[heading, ...providers].join(' | ')} |`
  return [head, `|${'---|'.repeat(providers.length + 1)}`, ...rows].join('\n')
}

function cellOf(found: Found): string {
  if (found.length === 0) return '✓'
  return found
    .map((one) => {
      const [check = '', outcome = ''] = one.split(':')
      return `${MARKS[outcome]} \`${check}\``
    })
    .join('<br>')
}
