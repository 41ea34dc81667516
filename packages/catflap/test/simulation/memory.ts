/** What a process remembers: the entries of the maps and sets that its library has made for itself. */

export interface Memory {
  /** How many lie in the fullest of them. */
  most(): number
}

const { Map: PlainMap, Set: PlainSet } = globalThis
/** Of the process that is being made. */
let made: { readonly size: number }[] = []

// Made once: where each process had classes of its own, no access to a map could be compiled for one.
class CountedMap<K, V> extends PlainMap<K, V> {
  constructor(entries?: Iterable<readonly [K, V]> | null) {
    super(entries)
    made.push(this)
  }
}

class CountedSet<V> extends PlainSet<V> {
  constructor(values?: Iterable<V> | null) {
    super(values)
    made.push(this)
  }
}

/** Runs `make`, and counts from then on what lies in the maps and sets that it has made. */
export function countMaps<T>(make: () => T): readonly [T, Memory] {
  const mine: typeof made = []
  made = mine
  Object.assign(globalThis, { Map: CountedMap, Set: CountedSet })
  try {
    const result = make()
    return [result, { most: () => Math.max(...mine.map(({ size }) => size)) }]
  } finally {
    Object.assign(globalThis, { Map: PlainMap, Set: PlainSet })
  }
}
