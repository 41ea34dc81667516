/** `catflap-gate check`: explains a decision, or lists what is open. It starts nothing, and needs no provider. */
import { fetchAppPage } from '../check/app-page.ts'
import { explainRequest } from '../check/explained.ts'
import { findManifestLink } from '../check/manifest-link.ts'
import { adviseManifest, listOpen } from '../check/open.ts'
import { parseAsking } from '../check/question.ts'
import { tellExplained, tellManifest, tellOpen, tellUnknown } from '../check/tell.ts'
import type { Rules } from '../rules/rule.ts'

/** What is asked, and how it is told. */
export interface CheckArguments {
  /** Behind `check`. */
  readonly operands: readonly string[]
  /** Groups of the session that the question is about, by commas; `undefined` for nobody signed in. */
  readonly sessionGroups: string | undefined
  readonly json: boolean
  readonly language: 'en' | 'zh'
}

/** The rules, and the app if it is known. */
export interface Checked {
  readonly rules: Rules
  readonly upstream: string | undefined
}

/**
 * Runs the check.
 *
 * @returns the exit code: 0; 1 where the request would not reach the app; 2 where nothing can be asked about
 */
export async function check(
  asked: CheckArguments,
  { rules, upstream }: Checked,
  out: (text: string) => void,
): Promise<number> {
  const { operands, sessionGroups, json, language } = asked
  if (operands.length === 0) {
    await list(asked, { rules, upstream }, out)
    return 0
  }
  const asking = parseAsking(operands)
  if (asking === undefined) return 2
  const groups = sessionGroups?.split(',').filter((group) => group !== '')
  const found = explainRequest(rules, asking, groups)
  out(json ? `${JSON.stringify(found, null, 2)}\n` : tellExplained(found, language))
  return found.kind === 'judged' && found.asked.answer === 'app' ? 0 : 1
}

async function list(
  { json, language }: CheckArguments,
  { rules, upstream }: Checked,
  out: (text: string) => void,
): Promise<void> {
  const open = listOpen(rules)
  const page = upstream === undefined ? { why: '', path: '/' } : await fetchAppPage(upstream)
  const link = 'html' in page ? findManifestLink(page.html, page.path) : undefined
  const advice = link === undefined ? undefined : adviseManifest(rules, link)
  if (json) {
    const manifest =
      'why' in page ? { kind: 'unknown', why: page.why } : (advice ?? { kind: 'none' })
    out(`${JSON.stringify({ ...open, manifest }, null, 2)}\n`)
    return
  }
  out(tellOpen(open, language))
  out('why' in page ? tellUnknown(page.path, page.why, language) : tellManifest(advice, language))
}
