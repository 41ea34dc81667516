/** `catflap-gate doctor`: asks through the real proxy whether it sends what the gate needs. It changes nothing. */
import { judge } from '../doctor/findings.ts'
import { observe, type Site } from '../doctor/observe.ts'
import { exitCodeOf, findingsJson, tellFindings } from '../doctor/tell.ts'

/** @returns the exit code: 0; 1 with warnings only; 2 with a problem */
export async function examine(
  site: Site,
  { json, language }: { readonly json: boolean; readonly language: 'en' | 'zh' },
  out: (text: string) => void,
): Promise<number> {
  const findings = judge(await observe(site), site)
  out(json ? findingsJson(findings) : tellFindings(findings, language))
  return exitCodeOf(findings)
}
