/** What a process remembers: the entries of the maps and sets that its library has made for itself. */

export interface Memory {
  /** How many lie in the fullest of them. */
  most(): number
}

/** Runs `make`, and counts from then on what lies in the maps and sets that it has made. */
export function countMaps<T>(make: () => T): readonly [T, Memory] {
  const { Map: PlainMap, Set: PlainSet } = globalThis
  const made: { readonly size: number }[] = []
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
  Object.assign(globalThis, { Map: CountedMap, Set: CountedSet })
  try {
    const result = make()
    return [result, { most: () => Math.max(...made.map(({ size }) => size)) }]
  } finally {
    Object.assign(globalThis, { Map: PlainMap, Set: PlainSet })
  }
}
