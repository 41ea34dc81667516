/**
 * The auth door: what a proxy asks about each request, and nothing else. It is the only place where headers
 * that name another request mean anything, so it listens where the proxy alone can reach it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { HeaderReader, Login } from 'catflap'
import { LoginError } from 'catflap'
import { sendResponse } from 'catflap/node'
import { refusalResponse } from '../answers/refusal.ts'
import { type Asked, createAskReader, ENVOY_PREFIX } from '../ask/ask.ts'
import type { Peers } from '../ask/peers.ts'
import type { ProxyKind } from '../ask/proxies.ts'
import { GateError } from '../errors.ts'
import type { Pairs } from '../identity/identity.ts'
import { PROBES, type Probe, type Probes } from '../probe/token.ts'
import { createAgain } from './again.ts'
import { isRefusedMethod } from './arrival.ts'
import { absolute, challengeOf } from './challenge.ts'
import { createJudge, type JudgeSettings, type Outcome } from './judge.ts'
import { createReports, handOutProbes } from './probes.ts'
import type { Tell } from './telling.ts'
import { clientOf, readerOf } from './visit.ts'

/** What the auth door knows. */
export interface AuthDoorSettings extends JudgeSettings {
  readonly login: Login
  readonly tell: Tell
  readonly proxy: ProxyKind
  /** Whom it answers. */
  readonly peers: Peers
  /** Its own doctor's questions. */
  readonly probes: Probes
  /** Told of each answer, for a log. */
  readonly onAnswer?: (answer: Answered) => void
}

/** One answer of the auth door. Nothing in it is a secret. */
export interface Answered {
  readonly path: '/auth' | '/auth/status' | '/auth/answer' | undefined
  /** What was asked about; `undefined` where that could not be read. */
  readonly asked: Asked | undefined
  readonly status: number
  readonly code: string | undefined
  readonly client: string | undefined
}

/** Most bytes of a question's head: all of a client's headers, and the proxy's. */
const MAX_HEAD = 32_768

type Path = NonNullable<Answered['path']>

/** Makes the server of the auth door; the caller lets it listen. */
export function createAuthDoor(settings: AuthDoorSettings): Server {
  const answer = createAnswer(settings)
  // Without a listener for upgrades node:http hands each over as a request, which this door answers as any other.
  const options = {
    ...{ maxHeaderSize: MAX_HEAD, insecureHTTPParser: false, requestTimeout: 30_000 },
    // Longer than proxies keep theirs (nginx: 60 s), lest one ask on a connection that is just being closed.
    keepAliveTimeout: 75_000,
  }
  return createServer(options, (req, res) => {
    // A body is announced and never comes, or is of no use: the connection ends with the answer.
    if ('content-length' in req.headers || 'transfer-encoding' in req.headers) {
      res.setHeader('connection', 'close')
    }
    answer(req, res)
  })
}

/** One question, and what is known of it. */
interface Question {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly header: HeaderReader
  readonly path: Path | undefined
  readonly asked: Asked | undefined
}

function createAnswer(
  settings: AuthDoorSettings,
): (req: IncomingMessage, res: ServerResponse) => void {
  const { login, peers, probes, proxy, onAnswer } = settings
  const readQuestion = createAskReader(proxy, login.origin)
  const judge = createJudge(settings)
  const again = createAgain(login.origin)
  const reports = createReports(readQuestion, login.origin)

  function tell(question: Question, status: number, code?: string): void {
    if (onAnswer === undefined) return
    const { path, asked } = question
    onAnswer({ path, asked, status, code, client: clientOf(question, peers) })
  }

  function finish(question: Question, asked: Asked, outcome: Outcome): void {
    const { header, path } = question
    if (outcome.kind === 'refused') {
      fail(question, outcome.error)
    } else if (outcome.kind === 'pass') {
      if (path === '/auth/answer') send(question, again(asked, header))
      else pass(question, outcome)
    } else if (path === '/auth/status') {
      status(question, 401)
    } else {
      send(question, challengeOf(login, asked, header, outcome.program))
    }
  }

  function pass(question: Question, { session }: Outcome & { readonly kind: 'pass' }): void {
    const pairs = settings.tell(session)
    if (pairs instanceof Promise) {
      pairs
        .then((found) => passAs(question, found))
        .catch((error: unknown) => fail(question, error))
    } else {
      passAs(question, pairs)
    }
  }

  /** Every header that says who is asking, and no cookie. */
  function passAs(question: Question, pairs: Pairs): void {
    question.res.writeHead(200, [...NO_STORE, ...pairs.flat()]).end()
    tell(question, 200)
  }

  function fail(question: Question, error: unknown): void {
    const { header, path } = question
    const known = error instanceof GateError || error instanceof LoginError
    const code = known ? error.code : 'INTERNAL'
    if (path === '/auth/status') status(question, known ? error.status : 500, code)
    else if (error instanceof GateError) send(question, refusalResponse(error, header), code)
    else send(question, login.refuse(error, header), code)
  }

  function send(question: Question, response: Response, code?: string): void {
    tell(question, response.status, code)
    void sendResponse(question.req, question.res, absolute(response, login.origin))
  }

  /** nginx wants a status alone, of five: with any other it makes a 500 of its own. */
  function status(question: Question, wanted: number, code?: string): void {
    const told = [401, 403, 503].includes(wanted) ? wanted : 500
    tell(question, told, code)
    question.res.writeHead(told, NO_STORE).end()
  }

  /** Tells the doctor what came. It is a refusal like any other: nobody passes by it. */
  function tellDoctor(question: Question, probe: Probe): void {
    const { req, path } = question
    const { kind } = probe
    const { report, response } = reports(probe, path ?? '', req)
    const told = { ...question, asked: report.asked }
    if (path === '/auth/status') status(told, kind === 'redirect' ? 401 : PROBES[kind], PROBED)
    else send(told, response, PROBED)
  }

  return function answer(req, res) {
    const header = readerOf(req)
    if (handOutProbes(req, res, probes)) return
    let question: Question = { req, res, header, path: undefined, asked: undefined }
    try {
      const peer = req.socket.remoteAddress
      if (!peers.has(peer)) throw new GateError('GATE_PEER_UNTRUSTED', { seen: peer ?? '' })
      const { method = '', url = '', rawHeaders } = req
      const path = pathOf(url, proxy)
      if (path === undefined) throw new GateError('GATE_PATH_UNKNOWN')
      question = { ...question, path }
      const probe = probes.find(header('cookie') ?? undefined)
      if (probe !== undefined) return tellDoctor(question, probe)
      const asked = readQuestion({ method, target: url, rawHeaders })
      question = { ...question, asked }
      if (isRefusedMethod(asked.method)) {
        throw new GateError('GATE_METHOD_REFUSED', { seen: asked.method })
      }
      const outcome = judge({ ...asked, header })
      if (outcome instanceof Promise) {
        outcome
          .then((found) => finish(question, asked, found))
          .catch((error: unknown) => fail(question, error))
      } else {
        finish(question, asked, outcome)
      }
    } catch (error) {
      fail(question, error)
    }
  }
}

/** What the log says of a question of the doctor's. */
const PROBED = 'PROBE'

const NO_STORE = ['Cache-Control', 'no-store', 'Content-Length', '0']

/** Which question this is. Its query is the visitor's at some proxies, and says nothing. */
function pathOf(url: string, proxy: ProxyKind): Path | undefined {
  if (proxy === 'envoy') return url.startsWith(`${ENVOY_PREFIX}/`) ? '/auth' : undefined
  const path = url.split('?', 1)[0]
  return path === '/auth' || path === '/auth/status' || path === '/auth/answer' ? path : undefined
}
