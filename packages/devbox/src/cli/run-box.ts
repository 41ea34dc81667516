/** The box for an app that `catflap-devbox run` runs. */
import { OIDC_VARIABLE_PREFIX, RUN_VARIABLES } from 'catflap-lazycat/facts'
import { createDevbox, type Devbox } from '../devbox.ts'
import type { PreparedApp } from '../run/app.ts'
import type { RunBox } from '../run/variables.ts'
import type { RunArguments } from './run-arguments.ts'

/** A box, what it tells the app, and where to open the app. */
export interface BoxOfApp {
  readonly box: Devbox
  readonly runBox: RunBox
  readonly address: string
}

/**
 * Starts the box of an app, which is registered there when its manifest has a redirect path.
 *
 * @throws TypeError when an option is not acceptable; the system's error when it cannot listen.
 */
export async function openBox(app: PreparedApp, { port, https }: RunArguments): Promise<BoxOfApp> {
  if (https) throw new TypeError('--https needs an ingress, which this box does not have')
  const { packageId, oidcRedirectPath } = app.manifest
  const address = addressOf(app)
  const box = await createDevbox({
    port,
    redirectUri: new URL(oidcRedirectPath ?? '/', address).href,
    // An app without a redirect path is no client: nobody knows this name.
    clientId: oidcRedirectPath === undefined ? `not.registered.${packageId}` : packageId,
  })
  const runBox: RunBox = {
    get environment() {
      const known = Object.entries(box.environment).filter(
        ([name]) =>
          oidcRedirectPath !== undefined ||
          !(name.startsWith(OIDC_VARIABLE_PREFIX) || name.startsWith('OIDC_')),
      )
      return {
        ...Object.fromEntries(known),
        [RUN_VARIABLES.appId]: packageId,
        [RUN_VARIABLES.deployId]: packageId,
      }
    },
  }
  return { box, runBox, address }
}

/** Without an ingress the app is where it listens. */
function addressOf({ ingressApp }: PreparedApp): string {
  const targets = [...ingressApp.routes]
    .sort((a, b) => a.prefix.length - b.prefix.length)
    .flatMap(({ target }) => (target.kind === 'http' ? [target] : []))
  return `${targets[0]?.origin ?? 'http://127.0.0.1'}/`
}
