/** The page of the doctor: problems first, each with what to do about it. */
import type { Finding, Outcome, Text } from 'catflap/doctor'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { Layout, type PageContext } from './layout.tsx'
import { Value } from './value.tsx'

type Props = { context: PageContext; findings: readonly Finding[] }

/** Makes the page of a report. */
export function DoctorPage({ context, findings }: Props): JSX.Element {
  const text = context.text.doctor
  const of = (outcome: Outcome): readonly Finding[] =>
    findings.filter((finding) => finding.outcome === outcome)
  const [problems, warnings, held] = [of('problem'), of('warning'), of('ok')]
  return (
    <Layout context={context} title={context.text.frame.doctor}>
      <p class="lead">{text.lead}</p>
      {problems.length + warnings.length === 0 ? <p>✓ {text.allHeld}</p> : null}
      <div class="row">
        <a class="act" href="/doctor">
          {text.again}
        </a>
        <a href="/api/doctor">{text.api}</a>
      </div>
      <Complaints title={`✗ ${text.problems(problems.length)}`} context={context} of={problems} />
      <Complaints title={`! ${text.warnings(warnings.length)}`} context={context} of={warnings} />
      <Held context={context} findings={held} />
    </Layout>
  )
}

function Complaints(props: {
  title: string
  context: PageContext
  of: readonly Finding[]
}): JSX.Element | null {
  const { title, context, of } = props
  if (of.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      {of.map((finding) => (
        <section class="finding">
          <h3>{finding.title[context.language]}</h3>
          <Complaint context={context} finding={finding} />
        </section>
      ))}
    </>
  )
}

function Complaint({ context, finding }: { context: PageContext; finding: Finding }): JSX.Element {
  const { language } = context
  const text = context.text.doctor
  const { expected, seen, fix, note } = finding
  const values = [
    [text.expected, expected],
    [text.seen, seen],
  ] as const
  const advice = [
    [text.fix, fix],
    [text.note, note],
  ] as const
  return (
    <dl>
      {values.map(([label, value]) =>
        value === undefined ? null : (
          <div>
            <dt>{label}</dt>
            <dd>
              <Value of={value[language]} />
            </dd>
          </div>
        ),
      )}
      {advice.map(([label, sentence]) =>
        sentence === undefined ? null : (
          <div>
            <dt>{label}</dt>
            <dd>{sentence[language]}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

function Held({ context, findings }: Props): JSX.Element {
  const { language } = context
  const text = context.text.doctor
  const small = (note: Text | undefined): JSX.Element | null =>
    note === undefined ? null : <small>{note[language]}</small>
  return (
    <>
      <h2>{`✓ ${text.held(findings.length)}`}</h2>
      <table>
        <thead>
          <tr>
            <th class="first">{text.check}</th>
            <th>{text.seen}</th>
          </tr>
        </thead>
        <tbody>
          {findings.map(({ title, seen, note }) => (
            <tr>
              <td class="key">{title[language]}</td>
              <td>
                <Value of={seen[language]} />
                {small(note)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
