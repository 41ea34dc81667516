/** What the server itself reads from the environment: where to listen. */

/** Where to listen. */
export interface StartOptions {
  readonly host: string
  readonly port: number
}

/** A start that cannot work; its message is for the person at the terminal, in both languages. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/**
 * Reads HOST and PORT.
 *
 * @throws {@link StartError} when one of them cannot be used
 */
export function parseStartOptions(
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const port = environment.PORT?.trim() || '5005'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    const seen = JSON.stringify(port.slice(0, 40))
    throw new StartError(
      `PORT must be a whole number from 0 to 65535, not ${seen}\n` +
        `PORT 必须是 0 到 65535 的整数，而不是 ${seen}`,
    )
  }
  return { host: environment.HOST?.trim() || '127.0.0.1', port: Number(port) }
}

/** Says why listening failed. */
export function listenError(error: Error & { code?: string }, options: StartOptions): StartError {
  const address = `${options.host}:${options.port}`
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      `${address} is in use by another program: stop it, or choose another PORT\n` +
        `${address} 已被其他程序占用：请停止它，或换一个 PORT`,
    )
  }
  return new StartError(
    `cannot listen on ${address} (${error.code ?? error.message}): check HOST and PORT\n` +
      `无法监听 ${address}（${error.code ?? error.message}）：请检查 HOST 和 PORT`,
  )
}
