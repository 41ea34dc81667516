/** The variables by group, each known one with what it is. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import { GROUPS, type Group, type KnownVariable, knownVariable } from '../env/known.ts'
import type { Variable } from '../env/mask.ts'
import { excerptOf } from '../env/search.ts'
import type { Texts } from '../texts/texts.ts'
import type { PageContext } from './layout.tsx'
import { Value } from './value.tsx'
import type { EnvironmentView } from './views.ts'

/** Shows what was found, in groups. */
export function Variables({ view }: { view: EnvironmentView }): JSX.Element {
  return (
    <>
      {GROUPS.map((group) => {
        const variables = view.found.variables.filter(({ name }) => groupOf(name) === group)
        return variables.length === 0 ? null : (
          <section data-section="">
            <Heading group={group} text={view.context.text.environment} />
            <dl class="variables">
              {variables.map((variable) => (
                <Row view={view} variable={variable} />
              ))}
            </dl>
          </section>
        )
      })}
    </>
  )
}

const groupOf = (name: string): Group => knownVariable(name)?.group ?? 'other'

function Heading(props: { group: Group; text: Texts['environment'] }): JSX.Element {
  const { groups } = props.text
  const [title, lead] = {
    run: [groups.run, groups.runLead],
    deploy: [groups.deploy, groups.deployLead],
    oidc: [groups.oidc, groups.oidcLead],
    catflap: [groups.catflap, groups.catflapLead],
    other: [groups.other, groups.otherLead],
  }[props.group]
  return (
    <>
      <h2>{title}</h2>
      <p class="soft">{lead}</p>
    </>
  )
}

function Row({ view, variable }: { view: EnvironmentView; variable: Variable }): JSX.Element {
  const { name, value, shown, masked } = variable
  const text = view.context.text.environment
  const revealed = masked && view.revealed.has(name)
  const known = knownVariable(name)
  return (
    <div data-item="">
      <dt>
        <Excerpt of={name} text={text} />
        {masked ? <span class="tag">{text.secret}</span> : null}
      </dt>
      <dd>
        {value === '' ? (
          <em class="soft">{text.emptyValue}</em>
        ) : (
          <Excerpt of={revealed ? value : shown} text={text} />
        )}
        {masked && !revealed ? (
          <button class="plain" type="submit" form="reveal" name="name" value={name}>
            {text.revealOne}
          </button>
        ) : null}
        {known === undefined ? null : <About context={view.context} known={known} />}
      </dd>
    </div>
  )
}

function Excerpt(props: { of: string; text: Texts['environment'] }): JSX.Element {
  const { text, rest } = excerptOf(props.of)
  return (
    <>
      <span data-find="">
        <Value of={text} />
      </span>
      {rest > 0 ? <small class="soft"> {props.text.moreCharacters(rest)}</small> : null}
    </>
  )
}

function About(props: { context: PageContext; known: KnownVariable }): JSX.Element {
  const { language, text } = props.context
  const { about, example, when, confidence, source } = props.known
  const { environment } = text
  const times = { deploy: environment.deploy, run: environment.run, both: environment.both }
  const sure = {
    documented: environment.documented,
    source: environment.readInSource,
    observed: environment.observed,
    inferred: environment.inferred,
  }
  return (
    <details>
      <summary>{environment.about}</summary>
      <p>{about[language]}</p>
      {when === undefined ? null : <p>{times[when]}</p>}
      <p>
        {environment.example} <Value of={example} />
      </p>
      {confidence === undefined ? null : (
        <p class="soft">
          {sure[confidence]}: {source?.[language]}
        </p>
      )}
    </details>
  )
}
