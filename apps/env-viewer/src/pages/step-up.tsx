/** The page that asks for a new login before it shows secrets. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import { Layout, type PageContext } from './layout.tsx'

/** What the page says and where it leads. */
export interface StepUp {
  readonly minutes: number
  /** Path that starts the login and leads back. */
  readonly login: string
  /** Path of the page without secrets. */
  readonly back: string
}

/** Makes the page. */
export function StepUpPage(props: { context: PageContext; stepUp: StepUp }): JSX.Element {
  const { context, stepUp } = props
  const text = context.text.stepUp
  return (
    <Layout context={context} title={text.title}>
      <p class="lead">{text.lead(stepUp.minutes)}</p>
      <p>{text.why}</p>
      <div class="row">
        <a class="act" href={stepUp.login}>
          {text.again}
        </a>
        <a class="act quiet" href={stepUp.back}>
          {text.back}
        </a>
      </div>
    </Layout>
  )
}
