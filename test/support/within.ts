/**
 * What is awaited, or an error that says what it was: a hook that merely hangs tells nothing.
 *
 * @param ms - generous, since the tests share the machine
 */
export async function within<Value>(awaited: Promise<Value>, ms: number, what: () => string) {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what()} within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([awaited, late])
  } finally {
    clearTimeout(timer)
  }
}
