/** The forms in which the environment can be taken along. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { PageContext } from './layout.tsx'

/** Links to files without secrets, and forms that ask for files with them. */
export function Downloads({ context }: { context: PageContext }): JSX.Element {
  const text = context.text.environment
  const forms = [
    ['env', text.dotenv, text.dotenvUse, true],
    ['export', text.exportLines, text.exportUse, true],
    ['json', text.json, text.jsonUse, true],
    ['example', text.exampleFile, text.exampleUse, false],
    ['manifest', text.manifest, text.manifestUse, false],
  ] as const
  return (
    <>
      <h2 id="downloads">{text.downloads}</h2>
      <p>{text.downloadsLead}</p>
      <dl class="variables">
        {forms.map(([form, label, use, hasSecrets]) => (
          <div>
            <dt>
              <a href={`/env/download/${form}`} download="">
                {label}
              </a>
            </dt>
            <dd>
              {use}
              {hasSecrets ? (
                <form method="post" action={`/env/download/${form}`}>
                  <button class="plain" type="submit" name="secrets" value="include">
                    {label} · {text.withSecrets}
                  </button>
                </form>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      <p class="soft">{text.caution}</p>
    </>
  )
}
