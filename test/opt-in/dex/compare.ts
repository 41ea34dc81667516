/** Sends the table to a real Dex and to the devbox, and tells where their answers differ. */
import { createDevbox, type Devbox, type DevboxOptions } from 'catflap-devbox'
import { type Aspects, aspectsOf } from './neutral.ts'
import type { Answer, Client, Peer } from './peer.ts'
import type { Dex, DexProgram } from './processes.ts'
import { TABLE } from './table/index.ts'
import type { Row, World } from './table/row.ts'

/** Which Dex the devbox plays: the one of today, or the coming one with its sessions. */
export type Shape = '2.45' | 'next'

/** One thing in which two answers differ. */
export interface Difference {
  readonly shape: Shape
  readonly title: string
  /** Which of a row's answers: what was asked, and a number where that was asked before. */
  readonly answer: string
  /** `status`, `body` or `header …`; `hop` where one of the two never was asked. */
  readonly aspect: string
  /** What each has; `undefined` where it has none. */
  readonly dex: string | undefined
  readonly devbox: string | undefined
}

/** Nothing listens there. */
const ORIGIN = 'http://127.0.0.1:9'
const OTHER: Client = {
  id: 'other.app',
  secret: 'hush-other-secret',
  redirectUri: `${ORIGIN}/other`,
}

const WORLDS: Readonly<Record<World, { box: DevboxOptions; dex: object }>> = {
  plain: { box: {}, dex: {} },
  refresh: { box: { refreshTokens: true }, dex: { refresh: true } },
  reuse: {
    box: { refreshTokens: true, reuseInterval: 60 },
    dex: { refresh: true, reuseInterval: '60s' },
  },
}

/** A Dex and a devbox with the same clients. */
interface Pair {
  readonly peers: readonly [Peer, Peer]
  close(): Promise<void>
}

async function openPair(program: DexProgram, shape: Shape, world: World): Promise<Pair> {
  const settings = { dex: shape, redirectUri: `${ORIGIN}/callback`, otherClients: [OTHER] }
  const box: Devbox = await createDevbox({ ...settings, ...WORLDS[world].box })
  const { environment } = box
  const app: Client = {
    id: environment.LAZYCAT_AUTH_OIDC_CLIENT_ID ?? '',
    secret: environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? '',
    redirectUri: environment.OIDC_REDIRECT_URI ?? '',
  }
  const clients = [app, OTHER].map(({ id, secret, redirectUri }) => ({
    ...{ id, secret, name: id, redirectURIs: [redirectUri] },
    ...(id === app.id && {
      postLogoutRedirectURIs: [`${ORIGIN}/logout`],
      backchannelLogoutURI: `${ORIGIN}/backchannel-logout`,
    }),
  }))
  const sessions = shape === 'next'
  const dex: Dex = await program.start({ sessions, clients, ...WORLDS[world].dex })
  const peers = [
    { name: 'Dex', issuer: dex.issuer, app, other: OTHER },
    { name: 'devbox', issuer: box.issuer, app, other: OTHER },
  ] as const
  return {
    peers,
    async close() {
      await Promise.all([dex.stop(), box.close()])
    },
  }
}

/** Runs the table for one shape. @returns how many answers were compared, and in what they differ. */
export async function compare(
  program: DexProgram,
  shape: Shape,
): Promise<{ readonly answers: number; readonly differences: readonly Difference[] }> {
  const rows = TABLE.filter((row) => row.sessions !== true || shape === 'next')
  const differences: Difference[] = []
  let answers = 0
  for (const world of Object.keys(WORLDS) as World[]) {
    const pair = await openPair(program, shape, world)
    try {
      for (const row of rows.filter((one) => (one.world ?? 'plain') === world)) {
        const [left, right] = pair.peers
        const [dex, devbox] = await Promise.all([answersOf(row, left), answersOf(row, right)])
        answers += dex.size
        differences.push(...differ(dex, devbox, row, shape))
      }
    } finally {
      await pair.close()
    }
  }
  return { answers, differences }
}

type Seen = ReadonlyMap<string, Aspects>

async function answersOf(row: Row, peer: Peer): Promise<Seen> {
  let answers: readonly Answer[]
  try {
    answers = [await row.ask(peer)].flat()
  } catch (error) {
    throw new Error(`${row.title}, at the ${peer.name}`, { cause: error })
  }
  const seen = new Map<string, Aspects>()
  for (const answer of answers) {
    const before = [...seen.keys()].filter((key) => key.split(' #')[0] === answer.of).length
    seen.set(`${answer.of}${before === 0 ? '' : ` #${before + 1}`}`, aspectsOf(answer, peer))
  }
  return seen
}

function differ(dex: Seen, devbox: Seen, { title }: Row, shape: Shape): readonly Difference[] {
  return [...new Set([...dex.keys(), ...devbox.keys()])].flatMap((answer) => {
    const [left, right] = [dex.get(answer), devbox.get(answer)]
    const place = { shape, title, answer }
    if (left === undefined || right === undefined) {
      return [{ ...place, aspect: 'hop', dex: left?.status, devbox: right?.status }]
    }
    const aspects = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    return aspects
      .filter((aspect) => left[aspect] !== right[aspect])
      .map((aspect) => ({ ...place, aspect, dex: left[aspect], devbox: right[aspect] }))
  })
}
