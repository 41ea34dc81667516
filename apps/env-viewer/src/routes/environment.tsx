/** The environment as a page, as JSON and as files. */
import type { Session } from 'catflap'
import { page, pageContext } from '../answer.tsx'
import {
  type Entry,
  type FileWriter,
  writeDotenv,
  writeExample,
  writeExport,
  writeJson,
} from '../env/files.ts'
import { knownVariable } from '../env/known.ts'
import { writeManifest } from '../env/manifest.ts'
import { maskEnvironment, type Variable } from '../env/mask.ts'
import { findVariables } from '../env/search.ts'
import { findWarnings } from '../env/warnings.ts'
import { readForm } from '../form.ts'
import { askFreshLogin, isFresh } from '../fresh-login.tsx'
import { EnvironmentPage } from '../pages/environment.tsx'
import { type Site, targetOf, type Visit } from '../site.ts'
import { formatInstant } from '../time.ts'

const NOTHING: ReadonlySet<string> = new Set()

/**
 * `GET /env` masks; `POST /env` shows the secrets to a fresh login: of the variable `name`, else all of
 * them.
 */
export async function showEnvironment(site: Site, c: Visit, session: Session): Promise<Response> {
  const asked = c.req.method === 'POST'
  if (asked && !isFresh(site, session)) return askFreshLogin(site, c, targetOf(c))
  const variables = maskEnvironment(site.environment)
  const revealed = asked ? await reveal(variables, site, c, session) : NOTHING
  const query = c.req.query('q') ?? ''
  const view = {
    context: pageContext(site, c),
    variables,
    query,
    found: findVariables(variables, query),
    warnings: findWarnings(site.environment),
    revealed,
  }
  return page(<EnvironmentPage view={view} />, 200, 'scripted')
}

async function reveal(
  variables: readonly Variable[],
  site: Site,
  c: Visit,
  session: Session,
): Promise<ReadonlySet<string>> {
  const wanted = (await readForm(c)).get('name')
  const masked = variables.filter((variable) => variable.masked).map(({ name }) => name)
  const names = masked.filter((name) => wanted === null || name === wanted)
  if (names.length > 0) logReveal(site, session, wanted === null ? 'all' : names)
  return new Set(names)
}

/** Who looked at which secrets; never what they are. */
function logReveal(site: Site, { sub }: Session, names: readonly string[] | 'all'): void {
  site.log({ type: 'secrets-revealed', by: sub, names })
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

interface FileForm {
  readonly file: string
  readonly type: string
  readonly write: FileWriter
  /** Whether a form of ours can have the secrets in it. */
  readonly hasSecrets: boolean
}

const TEXT = 'text/plain; charset=utf-8'

/** The forms in which the environment can be downloaded, by the last part of their paths. */
export const FILE_FORMS: Readonly<Record<string, FileForm>> = {
  env: { file: 'lazycat.env', type: TEXT, write: writeDotenv, hasSecrets: true },
  export: { file: 'lazycat-export.sh', type: TEXT, write: writeExport, hasSecrets: true },
  json: {
    file: 'lazycat-env.json',
    type: 'application/json; charset=utf-8',
    write: writeJson,
    hasSecrets: true,
  },
  example: { file: 'lazycat.env.example', type: TEXT, write: writeExample, hasSecrets: false },
  manifest: {
    file: 'lazycat-environment.yml',
    type: TEXT,
    write: writeManifest,
    hasSecrets: false,
  },
}

/** Sends the environment as a file; secrets only to a form of ours that asks, and a fresh login. */
export async function downloadEnvironment(
  { file, type, write }: FileForm,
  site: Site,
  c: Visit,
  session: Session,
): Promise<Response> {
  const included = c.req.method === 'POST' && (await readForm(c)).get('secrets') === 'include'
  if (included && !isFresh(site, session)) return askFreshLogin(site, c, '/env')
  const variables = maskEnvironment(site.environment)
  if (included) logReveal(site, session, 'all')
  const { language, text } = pageContext(site, c)
  const entries = variables.map(({ name, value, masked }): Entry => {
    const about = write === writeExample ? knownVariable(name)?.about[language] : undefined
    return { name, value: masked && !included ? undefined : value, ...(about && { about }) }
  })
  const body = write(entries, {
    heading: text.environment.heading(entries.length, formatInstant(site.now())),
    blank: text.environment.leftBlank,
    inexpressible: text.environment.inexpressible,
  })
  const disposition = `attachment; filename="${file}"`
  return new Response(body, {
    headers: { 'content-type': type, 'content-disposition': disposition },
  })
}
