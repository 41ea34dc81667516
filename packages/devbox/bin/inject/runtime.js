/**
 * Runs one inject in a page: after it has loaded, and at each change of what is behind `#`.
 *
 * @param inject - `id`, `src`, `params`, `user`, and the patterns behind `#`: `null` for any.
 * @param run - the script; it gets `ctx`.
 */
export function runInject(inject, run) {
  let count = 0
  const matches = (pattern, hash) => {
    if (pattern === null) return true
    return pattern.endsWith('*') ? hash.startsWith(pattern.slice(0, -1)) : hash === pattern
  }
  const fail = (error) => console.error(`inject ${inject.id}:`, error)
  const base64 = {
    encode: (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text))),
    decode: (text) =>
      new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0))),
  }
  const evaluate = (trigger) => {
    const { host, pathname: path, search, hash } = location
    const fragment = hash.slice(1)
    if (!inject.when.some((pattern) => matches(pattern, fragment))) return
    if (inject.unless.some((pattern) => matches(pattern, fragment))) return
    const ctx = {
      id: inject.id,
      src: inject.src,
      phase: 'browser',
      params: structuredClone(inject.params),
      safe_uid: inject.user,
      request: { host, path, raw_query: search.slice(1), hash: fragment },
      runtime: { executedBefore: count > 0, executionCount: ++count, trigger },
      base64,
    }
    try {
      Promise.resolve(run(ctx)).catch(fail)
    } catch (error) {
      fail(error)
    }
  }
  addEventListener('hashchange', () => evaluate('hashchange'))
  if (document.readyState === 'complete') evaluate('load')
  else addEventListener('load', () => evaluate('load'), { once: true })
}
