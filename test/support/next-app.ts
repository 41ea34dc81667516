/**
 * examples/next, built, and started in both ways that Next has.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FrameworkApp, type RunningApp, serveApp } from './framework-app.ts'

const PROGRAM = 'node_modules/next/dist/bin/next'

export const buildNext = (app: FrameworkApp): string => app.run(PROGRAM, 'build')

/** What serves a build: `next start`, or the server that `output: 'standalone'` makes. */
export type NextServer = 'next start' | 'standalone'

/** How a build is served. */
export interface NextServing {
  readonly server: NextServer
  /** Of the login's paths; empty if left out. */
  readonly basePath?: string
  /** A folder that somebody forgot to take along. */
  readonly without?: string
}

/** Serves a build beside a box that approves `alice` at once. */
export async function startNext(
  { folder }: FrameworkApp,
  { server, basePath = '', without }: NextServing,
): Promise<RunningApp> {
  if (server === 'next start') {
    const command = (port: number) => [PROGRAM, 'start', '-H', '127.0.0.1', '-p', `${port}`]
    return await serveApp({ cwd: folder, command, basePath })
  }
  const place = mkdtempSync(join(tmpdir(), 'catflap-next-run-'))
  copyStandalone(folder, place)
  if (without !== undefined) rmSync(join(place, without), { recursive: true })
  const remove = () => rmSync(place, { recursive: true, force: true })
  try {
    const running = await serveApp({ cwd: place, command: () => ['server.js'], basePath })
    return { ...running, close: () => running.close().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

/** Away from everything that the build might have left out; the browser's files are to be copied by hand. */
function copyStandalone(folder: string, place: string): void {
  // Its links stay as they are: made absolute, they would lead back to the folder that was built.
  const options = { recursive: true, verbatimSymlinks: true }
  cpSync(join(folder, '.next/standalone'), place, options)
  cpSync(join(folder, '.next/static'), join(place, '.next/static'), { recursive: true })
}
