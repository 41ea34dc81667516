/** What of the driver its types do not tell: the condition by which its own validated cache looks. */
declare module 'lmdb' {
  interface Database<V, K> {
    /** Gives an empty object instead of bytes that lie in a page of the tree that this transaction wrote. */
    getBinaryFast(
      id: K,
      options: { readonly ifNotTxnId: number; readonly transaction: undefined },
    ): Buffer | { readonly length?: never } | undefined
  }
  /** The transaction that wrote the page in which the last look found its entry, modulo 2^32. */
  export function getLastTxnId(): number
}

export {}
