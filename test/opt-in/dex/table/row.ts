/** A row of the table: requests that go to both, and the answers by which both are compared. */
import type { Answer, Peer } from '../peer.ts'

/** The provider that a row needs: a box's own, one with refresh tokens, one that takes used ones for a minute. */
export type World = 'plain' | 'refresh' | 'reuse'

export interface Row {
  /** Says what is asked; no two rows have the same. */
  readonly title: string
  readonly world?: World
  /** Only where Dex keeps sessions. */
  readonly sessions?: true
  /** The answers to compare; what leads to them is left out where another row has it. */
  readonly ask: (peer: Peer) => Promise<Answer | readonly Answer[]>
}
