/** The ENV viewer and a box, on plain http and behind the ingress, with a note of what is asked. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDevbox, type Devbox, type DevboxOptions } from 'catflap-devbox'
import { freePort } from '../support/free-port.ts'
import { type Recorded, startRecorder } from '../support/recorder.ts'
import { runViewer } from '../support/viewer.ts'

export interface World {
  readonly box: Devbox
  /** Where people open the viewer. */
  readonly origin: string
  readonly requests: readonly Recorded[]
  close(): Promise<void>
}

/** How people reach the viewer: directly over http, or over https through the box's ingress. */
export type Way = 'http' | 'https'

export async function startWorld(way: Way): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-world-'))
  const port = await freePort()
  const recorder = await startRecorder(port)
  const box = await createDevbox(
    way === 'http'
      ? { redirectUri: `${recorder.origin}/callback` }
      : behindIngress(recorder.origin, folder),
  )
  const viewer = await runViewer(port, { ...box.environment, ...box.appEnvironment })
  return {
    box,
    origin: way === 'http' ? recorder.origin : (box.appOrigin ?? ''),
    requests: recorder.requests,
    async close() {
      await viewer.close()
      await recorder.close()
      await box.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function behindIngress(origin: string, folder: string): DevboxOptions {
  const target = { kind: 'http', origin, path: '' } as const
  return {
    app: {
      packageId: 'dev.catflap.env',
      name: 'ENV',
      subdomain: 'env',
      multiInstance: false,
      owner: undefined,
      publicPaths: [],
      routes: [{ prefix: '/', target, trimPrefix: true, useBackendHost: false }],
    },
    redirectPath: '/callback',
    https: true,
    authorityFolder: join(folder, 'ca'),
  }
}
