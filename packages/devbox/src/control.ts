/** The control page at `/` and the endpoint behind its buttons. */
import { type Box, restartProvider, rotateSecret } from './box.ts'
import { isFaultName } from './faults/switch.ts'
import { isCrossSite } from './guard.ts'
import { showControlPage } from './pages/control.ts'
import { indentedJson, json, type Reply, redirect } from './reply.ts'
import type { BoxRequest } from './request.ts'
import type { RequestLog } from './server.ts'

/** Answers `/`. */
export function showControl(request: BoxRequest, box: Box): Reply {
  return showControlPage(request, box)
}

const ACTIONS: Readonly<Record<string, (box: Box) => void>> = {
  'rotate-keys': (box) => box.keys.rotate(box.clock.now()),
  restart: restartProvider,
  'rotate-secret': rotateSecret,
  'clear-faults': (box) => box.faults.clear(),
}

/** Answers `/control`: GET tells the state, POST changes it, by form or JSON. */
export function answerControl(request: BoxRequest, box: Box, log: RequestLog): Reply {
  if (request.method === 'GET') return showState(box, log)
  if (request.method !== 'POST') return refuse(405, 'Use GET or POST.')
  if (isCrossSite(request, box)) {
    return refuse(403, 'Cross-site request refused: use the control page of this box.')
  }
  const command = readCommand(request)
  if (command === undefined) return refuse(400, 'The body is neither a form nor a JSON object.')
  const problem = obey(command, box)
  if (problem !== undefined) return refuse(400, problem)
  if (isJson(request)) return showState(box, log)
  const { fault } = command
  return redirect(303, isFaultName(fault) ? `/?at=${fault}#${fault}` : '/')
}

interface Command {
  readonly fault?: unknown
  readonly on?: unknown
  readonly action?: unknown
}

/** Carries a command out. @returns what is wrong with it, if anything is. */
function obey({ fault, on, action }: Command, box: Box): string | undefined {
  if (action !== undefined) {
    const act = Object.hasOwn(ACTIONS, String(action)) ? ACTIONS[String(action)] : undefined
    if (act === undefined) {
      return `Unknown action ${JSON.stringify(action)}; known: ${Object.keys(ACTIONS).join(', ')}.`
    }
    act(box)
    return undefined
  }
  if (!isFaultName(fault)) return `Unknown fault ${JSON.stringify(fault ?? null)}.`
  const wanted = SWITCHES.get(on)
  if (wanted === undefined) return 'Say whether the fault is on: "on" must be true or false.'
  const others = box.faults.active.filter((name) => name !== fault)
  box.faults.set(...others, ...(wanted ? [fault] : []))
  return undefined
}

const SWITCHES: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
])

function readCommand(request: BoxRequest): Command | undefined {
  if (!isJson(request)) return Object.fromEntries(request.form)
  try {
    const value: unknown = JSON.parse(request.body)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function isJson(request: BoxRequest): boolean {
  return (request.headers['content-type'] ?? '').toLowerCase().startsWith('application/json')
}

function showState(box: Box, log: RequestLog): Reply {
  const counts = new Map<string, number>()
  for (const { path } of log.entries) counts.set(path, (counts.get(path) ?? 0) + 1)
  return indentedJson({
    origin: box.origin,
    issuer: box.issuer,
    clientId: box.settings.clientId,
    redirectUri: box.settings.redirectUri,
    faults: box.faults.active,
    requests: Object.fromEntries(counts),
    logins: box.logins.size,
    codes: box.codes.size,
    refreshTokens: box.refreshGrants.size,
  })
}

function refuse(status: number, message: string): Reply {
  return json(status, { error: message })
}
