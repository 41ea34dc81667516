/** What rules look with. */
import type { Facts, Tracked } from './facts.ts'

/** Seconds by which clocks differ. */
export const APART = 2

/** The first of something that is wrong. */
export const first = <T>(items: readonly T[], tell: (item: T) => string | undefined) => {
  for (const item of items) {
    const text = tell(item)
    if (text !== undefined) return text
  }
  return undefined
}

/** There for everybody: of processes whose clocks are apart, one may find over by itself what another still finds. */
export function livesOn(
  { keys }: Tracked,
  { store, world }: Pick<Facts, 'store' | 'world'>,
): boolean {
  const entry = store.peek(keys.storeKey)
  return Boolean(entry?.value.byteLength) && entry!.expiresAt > world.time() / 1000 + APART
}
