/** What looks wrong in the environment, each with what to do. */
import { factText } from 'catflap'
import { MISSPELT_VARIABLES } from 'catflap-lazycat/facts'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { excerptOf } from '../env/search.ts'
import type { Warning } from '../env/warnings.ts'
import type { Texts } from '../texts/texts.ts'
import type { PageContext } from './layout.tsx'
import { Value } from './value.tsx'

/** More of them would hide the page; the first ones lead to the others. */
const MOST_WARNINGS = 30

/** Shows the warnings; nothing when there are none. */
export function Warnings(props: {
  context: PageContext
  warnings: readonly Warning[]
}): JSX.Element | null {
  const { context, warnings } = props
  if (warnings.length === 0) return null
  const { language, text } = context
  return (
    <section class="warnings">
      <h2>! {text.environment.warnings(warnings.length)}</h2>
      <dl class="variables">
        {warnings.slice(0, MOST_WARNINGS).map(({ variable, kind, fix }) => (
          <div>
            <dt>
              <Value of={excerptOf(variable).text} />
            </dt>
            <dd>
              <strong>
                {kind === 'misspelt' || kind === 'superfluous'
                  ? text.environment.misspelt
                  : factText(kind, language)}
              </strong>
              <p>{fix?.[language] ?? remedyOf({ variable, kind }, text.environment)}</p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function remedyOf({ variable, kind }: Warning, text: Texts['environment']): string {
  if (kind === 'superfluous') return text.removeIt(MISSPELT_VARIABLES[variable] ?? '')
  if (kind === 'not set') return text.mapIt(variable)
  if (kind === 'empty') return text.fillIt
  return kind === '<no value>' ? text.templateHadNothing : text.nobodyExpanded
}
