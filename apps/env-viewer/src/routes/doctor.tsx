/** The doctor's report on this app's login, as a page and as JSON. */
import type { Finding } from 'catflap/doctor'
import { page, pageContext } from '../answer.tsx'
import { DoctorPage } from '../pages/doctor.tsx'
import { headersOf, type Site, type Visit, wantsPage } from '../site.ts'

/** With a parser of YAML and all rules of manifests, so that it is loaded when it is asked for. */
const doctor = (): Promise<typeof import('catflap/doctor')> => import('catflap/doctor')

/** `GET /doctor`: a page, or JSON for a program. */
export async function showDoctor(site: Site, c: Visit): Promise<Response> {
  if (!wantsPage(c)) return tellDoctor(site, c)
  const context = pageContext(site, c)
  return page(<DoctorPage context={context} findings={await report(site, c)} />)
}

/** `GET /api/doctor`: what `catflap doctor --json` prints. */
export async function tellDoctor(site: Site, c: Visit): Promise<Response> {
  const { toReport } = await doctor()
  return c.json(toReport(await report(site, c)))
}

/** The doctor hides the login's own secrets as they are; here any of the environment, in any form. */
async function report({ environment, now, hide }: Site, c: Visit): Promise<readonly Finding[]> {
  const { examine } = await doctor()
  const findings = await examine({ environment, now, headers: headersOf(c) })
  const hidden = ({ en, zh }: Finding['seen']) => ({ en: hide(en), zh: hide(zh) })
  return findings.map((finding) => ({
    ...finding,
    expected: finding.expected && hidden(finding.expected),
    seen: hidden(finding.seen),
  }))
}
