/** The environment as a page, as JSON and as files. */
import { page, pageContext } from '../answer.tsx'
import { type Entry, writeDotenv, writeExport } from '../env/files.ts'
import { maskEnvironment } from '../env/mask.ts'
import { readForm } from '../form.ts'
import { EnvironmentPage } from '../pages/environment.tsx'
import type { Site, Visit } from '../site.ts'
import { formatInstant } from '../time.ts'

/** `GET /env` masks; `POST /env` shows the secrets. */
export function showEnvironment(site: Site, c: Visit): Response {
  const variables = maskEnvironment(site.environment)
  const revealed = c.req.method === 'POST'
  const context = pageContext(site, c)
  return page(<EnvironmentPage context={context} variables={variables} revealed={revealed} />)
}

/** `GET /api/env`: always masked. */
export function tellEnvironment(site: Site, c: Visit): Response {
  const variables = maskEnvironment(site.environment)
  return c.json({
    variables: variables.map(({ name, shown, masked }) => ({
      name,
      value: shown,
      ...(masked && { masked }),
    })),
  })
}

/** The forms in which the environment can be downloaded. */
export type FileForm = 'env' | 'export'

const FILES = {
  env: { name: 'lazycat.env', write: writeDotenv },
  export: { name: 'lazycat-export.sh', write: writeExport },
} as const

/** Sends the environment as a file; secrets only to a form of ours that asks for them. */
export async function downloadEnvironment(form: FileForm, site: Site, c: Visit): Promise<Response> {
  const included = c.req.method === 'POST' && (await readForm(c)).get('secrets') === 'include'
  const variables = maskEnvironment(site.environment)
  const entries = variables.map(({ name, value, masked }): Entry => {
    return { name, value: masked && !included ? undefined : value }
  })
  const text = pageContext(site, c).text.environment
  const { name, write } = FILES[form]
  const body = write(entries, {
    heading: text.heading(entries.length, formatInstant(site.now())),
    blank: text.leftBlank,
    inexpressible: text.inexpressible,
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    },
  })
}
