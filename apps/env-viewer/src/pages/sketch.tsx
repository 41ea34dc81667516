/** The drawing on the start page: in one glance, that a login is shown here message by message. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Party } from './flow-steps.ts'

/** Where the lanes stand, in the drawing's own units. */
const LANES = { browser: 60, app: 168, provider: 276 } as const

/** The messages from top to bottom. */
const WAYS: readonly (readonly [from: Party, to: Party])[] = [
  ['browser', 'provider'],
  ['provider', 'browser'],
  ['app', 'provider'],
  ['provider', 'app'],
]

/** Draws three parties and what they say to each other; for the eye only. */
export function Sketch({ parties }: { parties: Readonly<Record<Party, string>> }): JSX.Element {
  return (
    <svg class="sketch" viewBox="0 0 336 208" aria-hidden="true">
      <rect class="frame" x=".5" y=".5" width="335" height="207" rx="13" />
      {Object.entries(LANES).map(([party, x]) => (
        <>
          <path class="lane" d={`M${x} 50V192`} />
          <rect class="party" x={x - 44} y="18" width="88" height="30" rx="8" />
          <text x={x} y="38">
            {parties[party as Party]}
          </text>
        </>
      ))}
      {WAYS.map(([from, to], at) => (
        <Way from={LANES[from]} to={LANES[to]} y={72 + at * 25} />
      ))}
      <circle class="held" cx={LANES.app} cy="176" r="11" />
      <path class="tick" d="M163 176l3.6 3.8 6.6-7.4" />
    </svg>
  )
}

function Way({ from, to, y }: { from: number; to: number; y: number }): JSX.Element {
  const back = from < to ? -8 : 8
  return (
    <>
      <path class="way" d={`M${from} ${y}H${to + back}`} />
      <path class="tip" d={`M${to} ${y}l${back} -5v10z`} />
    </>
  )
}
