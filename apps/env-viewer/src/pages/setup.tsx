/** What is missing for a login, and the manifest lines that supply it. */
import { type ConfigurationProblem, factText } from 'catflap'
import { VARIABLE } from 'catflap-lazycat/facts'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { Layout, type PageContext } from './layout.tsx'
import { Value } from './value.tsx'

const MAPPED = [
  VARIABLE.clientId,
  VARIABLE.clientSecret,
  VARIABLE.authorizationEndpoint,
  VARIABLE.tokenEndpoint,
  VARIABLE.userInfoEndpoint,
  VARIABLE.issuer,
]

/** The part of lzc-manifest.yml that makes a box hand out the variables of the login. */
export const MANIFEST: string = [
  'application:',
  '  oidc_redirect_path: /callback',
  '  environment:',
  ...MAPPED.map(({ name }) => `    - ${name}=\${${name}}`),
].join('\n')

type Props = { context: PageContext; problems: readonly ConfigurationProblem[] }

/** Answers whatever stays closed until the login is configured. */
export function SetupPage({ context, problems }: Props): JSX.Element {
  return (
    <Layout context={context} title={context.text.setup.title}>
      <Setup context={context} problems={problems} />
    </Layout>
  )
}

/** The list of problems and the remedy. */
export function Setup({ context, problems }: Props): JSX.Element {
  const { setup } = context.text
  return (
    <>
      <p>{setup.lead}</p>
      <table>
        <thead>
          <tr>
            <th class="first">{setup.variable}</th>
            <th class="mid">{setup.seen}</th>
            <th>{setup.fix}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ variable, seen, fix }) => (
            <tr>
              <td class="key">
                <Value of={variable} />
              </td>
              <td data-label={setup.seen}>
                <Value of={factText(seen, context.language)} />
              </td>
              <td>{fix[context.language]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">{setup.closed}</p>
      <h2>{setup.manifest}</h2>
      <p>{setup.manifestLead}</p>
      <pre>{MANIFEST}</pre>
      <p class="soft">{setup.elsewhere}</p>
    </>
  )
}
