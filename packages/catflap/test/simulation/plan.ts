/**
 * What is to happen in a history: a list of acts, each with its time. It follows from a seed, and is all that
 * a history needs beside it; so acts can be left out, and the others come as before.
 */
import { createRandom } from './random.ts'

/** What happens; {@link tell} says it in words. */
export type ActKind =
  | 'visit'
  | 'old cookie'
  | 'sign in'
  | 'sign in and out'
  | 'log out'
  | 'leave'
  | 'press'
  | 'token by sub'
  | 'token by sid'
  | 'end all'
  | 'withdraw'
  | 'crash'
  | 'crash soon'
  | 'freeze'
  | 'freeze soon'
  | 'renewal stops'
  | 'clock'
  | 'store fails'
  | 'store slow'
  | 'provider fails'
  | 'provider slow'
  | 'client refused'
  | 'answers get lost'
  | 'new secret'

export interface Act {
  readonly number: number
  /** Milliseconds after the beginning. */
  readonly at: number
  readonly kind: ActKind
  /** Which browser, or which process. */
  readonly target: number
  /** How much of it: copies, milliseconds, once in so many. */
  readonly amount: number
}

/** How a provider takes a refresh token for a second time. */
export type ProviderKind =
  | 'ends the family'
  | 'refuses it'
  | 'forgives for a while'
  | 'does not rotate'

export interface Plan {
  readonly seed: number
  readonly processes: number
  readonly provider: ProviderKind
  /** A store that is a file answers reads at once. */
  readonly store: 'remote' | 'embedded'
  /** Seconds. */
  readonly idleLifetime: number
  readonly absoluteLifetime: number
  /** Milliseconds by which the provider's clock is ahead. */
  readonly providerSkew: number
  /** Whether somebody looks, at the end, at what each process still remembers. */
  readonly looksAtMemory: boolean
  readonly acts: readonly Act[]
}

/** Milliseconds in which acts begin. */
export const LENGTH = 45_000
const ACTS = 30

/** How often each kind comes, by what a history is about. */
type Weights = Partial<Record<ActKind, number>>

const TROUBLE: Weights = {
  crash: 1,
  'crash soon': 2,
  freeze: 0.5,
  'freeze soon': 1,
  'renewal stops': 1,
  clock: 1,
  'store fails': 3,
  'store slow': 2,
  'provider fails': 1.5,
  'provider slow': 1,
  'client refused': 1,
  'answers get lost': 0.5,
}

const THEMES: readonly Weights[] = [
  {
    visit: 12,
    'old cookie': 1,
    'sign in': 2,
    'log out': 1.5,
    leave: 1,
    press: 1,
    'token by sub': 0.7,
    'token by sid': 0.7,
    'end all': 0.5,
    withdraw: 0.5,
    ...TROUBLE,
  },
  // Renewals, and whatever comes between them.
  {
    visit: 20,
    press: 0.5,
    ...TROUBLE,
    'freeze soon': 4,
    'renewal stops': 4,
    'provider slow': 2,
    'provider fails': 2,
  },
  // Ends of sessions.
  {
    visit: 5,
    'old cookie': 2,
    'sign in': 3,
    'sign in and out': 3,
    'log out': 2,
    leave: 3,
    'token by sub': 2,
    'token by sid': 2,
    'end all': 2,
    ...TROUBLE,
  },
  // Many logins, of one browser after the other, and beside one another.
  { visit: 3, 'sign in': 10, 'sign in and out': 1, ...TROUBLE, 'crash soon': 4 },
  // Secrets rotate while people come and go.
  {
    visit: 6,
    'sign in': 4,
    'log out': 1,
    'token by sub': 2,
    'token by sid': 1,
    'end all': 2,
    'new secret': 5,
    'store fails': 1,
    crash: 1,
  },
  // Nothing fails.
  { visit: 12, 'sign in': 2, 'log out': 1, 'token by sub': 1, 'end all': 0.5, withdraw: 2 },
]

/** What a kind's amount is drawn from. */
const AMOUNTS: Partial<Record<ActKind, readonly number[]>> = {
  visit: [1, 1, 4],
  'sign in': [1, 1, 2, 3],
  'log out': [1, 1, 2],
  'token by sub': [1, 1, 2],
  'token by sid': [1, 1, 2],
  'crash soon': [1, 2, 3, 4, 5, 7, 9, 12, 20],
  freeze: [1500, 4000, 7500, 9500],
  'freeze soon': [1, 2, 3, 4, 5, 6, 8, 10],
  'renewal stops': [6500, 7500, 9500],
  clock: [-1000, -500, 0, 500, 1000],
  'store fails': [1, 2, 3, 5, 20],
  'store slow': [100, 400, 1000],
  'provider fails': [1, 2, 4, 10],
  'provider slow': [3000, 7000, 12_000],
  'client refused': [4000, 9000],
  'answers get lost': [2, 4],
}

/** The plan of a seed. */
export function createPlan(seed: number): Plan {
  const random = createRandom(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const weights = Object.entries(pick(THEMES)) as [ActKind, number][]
  const sum = weights.reduce((total, [, weight]) => total + weight, 0)
  const kindAt = (share: number): ActKind => {
    let left = share * sum
    for (const [kind, weight] of weights) {
      left -= weight
      if (left < 0) return kind
    }
    return 'visit'
  }
  let last = 0
  const acts = Array.from({ length: ACTS }, (_, number): Act => {
    const kind = number < 2 ? 'sign in' : kindAt(random())
    // Every other one comes close upon the one before.
    const isClose = number > 2 && random() < 0.5
    const at = isClose ? last + random() * 1000 : random() * (number < 2 ? 2000 : LENGTH)
    last = at
    const amount = pick(AMOUNTS[kind] ?? [1])
    return { number, at: Math.round(at), kind, target: Math.floor(random() * 12), amount }
  })
  return {
    seed,
    processes: 1 + Math.floor(random() * 3),
    provider: pick(['ends the family', 'refuses it', 'forgives for a while', 'does not rotate']),
    store: pick(['remote', 'remote', 'embedded']),
    idleLifetime: pick([60, 600, 3600]),
    absoluteLifetime: pick([7200, 7200, 50]),
    providerSkew: pick([-1000, 0, 1000]),
    looksAtMemory: random() < 1 / 8,
    acts: acts.sort((a, b) => a.at - b.at),
  }
}

/** Trouble, as it is counted: acts that nobody wants. */
export const TROUBLES: ReadonlySet<ActKind> = new Set([
  'crash',
  'crash soon',
  'freeze',
  'freeze soon',
  'renewal stops',
  'clock',
  'store fails',
  'store slow',
  'provider fails',
  'provider slow',
  'client refused',
  'answers get lost',
])

/** An act as a sentence. */
export function tell({ at, kind, target, amount }: Act): string {
  return `${(at / 1000).toFixed(3).padStart(7)} ${kind} (target ${target}, amount ${amount})`
}
