/** What is under way in this process and should end before it does. */

/** See the file's head. */
export interface UnderWay {
  /** Gives the promise back as it is. */
  track<T>(promise: Promise<T>): Promise<T>
  /** Waits for all that is tracked now, however it ends, at most so many seconds. */
  settled(patience: number): Promise<void>
}

/** See {@link UnderWay}. */
export function createUnderWay(): UnderWay {
  const pending = new Set<Promise<unknown>>()
  return {
    track(promise) {
      const forget = () => pending.delete(promise)
      pending.add(promise)
      promise.then(forget, forget)
      return promise
    },
    async settled(patience) {
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience * 1000)
      })
      await Promise.race([Promise.allSettled(pending), late])
      clearTimeout(timer)
    },
  }
}
