/** The box for an app that `catflap-devbox run` runs. */
import { createDevbox, type Devbox } from '../devbox.ts'
import type { PreparedApp } from '../run/app.ts'
import type { RunArguments } from './run-arguments.ts'

/**
 * Starts the box of an app, with an ingress in front of it. The app is registered there when its
 * manifest has a redirect path.
 *
 * @param restartApp - what a button of the control page does.
 * @throws TypeError when an option is not acceptable; the system's error when it cannot listen; an
 * error with the code `AUTHORITY_UNUSABLE` when the local certificate authority is damaged.
 */
export function openBox(
  { manifest, ingressApp }: PreparedApp,
  { port, https }: RunArguments,
  restartApp: () => Promise<void>,
): Promise<Devbox> {
  const { oidcRedirectPath } = manifest
  return createDevbox({
    port,
    https,
    app: ingressApp,
    restartApp,
    ...(oidcRedirectPath !== undefined && { redirectPath: oidcRedirectPath }),
  })
}
