/** An instant as people read it: from now first, then by the clock. */
import type { Language } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { formatClock, formatDistance, formatInstant, isInstant } from '../time.ts'

type Props = {
  /** Seconds since the epoch; a provider may have sent it. */
  at: number
  now: number
  language: Language
}

/**
 * Shows an instant. The clock is UTC and says so, until the script of the page puts it into the
 * person's own zone; the title has it to the second.
 */
export function Moment({ at, now, language }: Props): JSX.Element {
  // What no calendar holds is told as it came.
  if (!isInstant(at)) return <span>{String(at)}</span>
  const utc = formatInstant(at)
  return (
    <time datetime={utc} title={utc}>
      {formatDistance(at, now, language)} · <span data-clock="">{formatClock(at)}</span>
    </time>
  )
}
