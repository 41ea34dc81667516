/** The control page at `/` and the endpoint behind its buttons. */

import { stripBlanks } from 'catflap-forward'
import { isBoxName } from '../box/app-rules.ts'
import { type Box, restartProvider, rotateSecret } from '../box/box.ts'
import { buildSignInCookie } from '../box/ingress-state.ts'
import { readRole, readUser } from '../box/users.ts'
import { isFaultName } from '../faults/switch.ts'
import { indentedJson, json, privateJson, type Reply, redirect } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import type { RequestLog } from '../http/request-log.ts'
import { isCrossSite } from '../pages/guard.ts'
import { signInAs } from '../provider/sign-in.ts'
import { handOut, type Recipe, showRecipe } from './handed-out.ts'
import { showControlPage } from './page.ts'
import { showRenamed } from './renamed.ts'

/** Answers `/`. */
export function showControl(request: BoxRequest, box: Box): Reply {
  return showControlPage(request, box)
}

/** What takes more than the state of the box. */
export interface Levers {
  /** Gives the box another name, and the app the variables that come of it. */
  rename(name: string): Promise<void>
  /** Present when somebody can start the app again. */
  readonly restartApp: (() => Promise<void>) | undefined
}

/** What a command leads to: nothing wrong, a problem, something handed out, or an answer of its own. */
type Outcome =
  | undefined
  | { readonly problem: string; readonly status?: number }
  | { readonly recipe: Recipe }
  | Reply

interface Command {
  readonly fault?: unknown
  readonly on?: unknown
  readonly action?: unknown
  readonly user?: unknown
  readonly name?: unknown
  readonly role?: unknown
  readonly package?: unknown
}

interface Scene {
  readonly command: Command
  readonly request: BoxRequest
  readonly box: Box
  readonly levers: Levers
}

/** What only changes the box. */
const CHANGES: Readonly<Record<string, (box: Box) => void>> = {
  'rotate-keys': (box) => box.keys.rotate(box.clock.now()),
  restart: restartProvider,
  'rotate-secret': rotateSecret,
  'clear-faults': (box) => box.faults.clear(),
}

/** What can fail, or is answered with more than the way back. */
const ACTIONS: Readonly<Record<string, (scene: Scene) => Outcome | Promise<Outcome>>> = {
  ...Object.fromEntries(
    Object.entries(CHANGES).map(([name, change]) => [
      name,
      ({ box }: Scene) => {
        change(box)
        return undefined
      },
    ]),
  ),
  'switch-user': switchUser,
  'set-role': setRole,
  'sign-out': signOut,
  'api-token': (scene) => giveAway(scene, 'token'),
  ticket: (scene) => giveAway(scene, 'ticket'),
  rename,
  'restart-app': ({ levers }) => restartApp(levers),
}

/** Answers `/control`: GET tells the state, POST changes it, by form or JSON. */
export async function answerControl(
  request: BoxRequest,
  box: Box,
  log: RequestLog,
  levers: Levers,
): Promise<Reply> {
  if (request.method === 'GET') return showState(box, log)
  if (request.method !== 'POST') return refuse(405, 'Use GET or POST.')
  if (isCrossSite(request, box)) {
    return refuse(403, 'Cross-site request refused: use the control page of this box.')
  }
  const command = readCommand(request)
  if (command === undefined) return refuse(400, 'The body is neither a form nor a JSON object.')
  const outcome = await obey({ command, request, box, levers })
  if (outcome !== undefined && 'problem' in outcome) {
    return refuse(outcome.status ?? 400, outcome.problem)
  }
  if (outcome !== undefined && 'recipe' in outcome) {
    const { recipe } = outcome
    return isJson(request) ? privateJson(200, recipe) : showRecipe(request, box, recipe)
  }
  if (outcome !== undefined && !isJson(request)) return outcome
  if (isJson(request)) return withCookie(showState(box, log), outcome)
  const { fault } = command
  return redirect(303, isFaultName(fault) ? `/?at=${fault}#${fault}` : '/')
}

function withCookie(reply: Reply, outcome: Reply | undefined): Reply {
  const cookie = outcome?.headers['set-cookie']
  return cookie === undefined
    ? reply
    : { ...reply, headers: { ...reply.headers, 'set-cookie': cookie } }
}

/** Carries a command out. */
function obey(scene: Scene): Outcome | Promise<Outcome> {
  const { fault, on, action } = scene.command
  if (action !== undefined) {
    const act = Object.hasOwn(ACTIONS, String(action)) ? ACTIONS[String(action)] : undefined
    if (act !== undefined) return act(scene)
    const known = Object.keys(ACTIONS).join(', ')
    return { problem: `Unknown action ${JSON.stringify(action)}; known: ${known}.` }
  }
  if (!isFaultName(fault)) return { problem: `Unknown fault ${JSON.stringify(fault ?? null)}.` }
  const wanted = SWITCHES.get(on)
  if (wanted === undefined) {
    return { problem: 'Say whether the fault is on: "on" must be true or false.' }
  }
  const { faults } = scene.box
  const others = faults.active.filter((name) => name !== fault)
  faults.set(...others, ...(wanted ? [fault] : []))
  return undefined
}

const NO_INGRESS = { problem: 'This box stands in front of no app.' }

/** Another user in this browser: what the ingress says changes, what the app remembers does not. */
function switchUser({ command, request, box }: Scene): Outcome {
  if (box.ingress === undefined) return NO_INGRESS
  const user = readUser(String(command.user))
  if (user === undefined) return { problem: 'There is no such user.' }
  return redirect(303, '/', signInAs(user, request, box))
}

/** Another role for a user: the ingress names it from the next request on, whatever apps remember. */
function setRole({ command, box }: Scene): Outcome {
  const [user, role] = [readUser(String(command.user)), readRole(String(command.role))]
  if (user === undefined) return { problem: 'There is no such user.' }
  if (role === undefined) return { problem: 'The role must be ADMIN or NORMAL.' }
  box.roles.set(user.name, role)
  return undefined
}

function signOut({ request, box }: Scene): Outcome {
  if (box.ingress === undefined) return NO_INGRESS
  box.ingress.signIns.end(request.headers.cookie)
  return redirect(303, '/', buildSignInCookie(box.ingress, ''))
}

function giveAway({ command, box }: Scene, kind: Recipe['kind']): Outcome {
  if (box.ingress === undefined) return NO_INGRESS
  const { user, package: packageId } = command
  return handOut(box, box.ingress, { kind, user: String(user), packageId: String(packageId) })
}

async function rename({ command, request, box, levers }: Scene): Promise<Outcome> {
  if (box.ingress === undefined) return NO_INGRESS
  const name = stripBlanks(String(command.name ?? ''))
  if (!isBoxName(name)) {
    return { problem: 'The name must be lower-case letters, digits and "-".' }
  }
  await levers.rename(name)
  const restarted = levers.restartApp && (await restartApp(levers))
  return restarted ?? showRenamed(request, box)
}

async function restartApp({ restartApp: start }: Levers): Promise<Outcome> {
  if (start === undefined)
    return { problem: 'Nobody here can start the app again: do it yourself.' }
  try {
    await start()
    return undefined
  } catch {
    return { problem: 'The app did not start again; its output says why.', status: 502 }
  }
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
    clientId: box.clientId,
    redirectUri: box.redirectUri,
    ...(box.ingress && { app: box.appOrigin }),
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
