/** How tests name the failure they expect: by code, and by the parameter at fault. */
import { expect } from 'vitest'
import { LoginError, type LoginErrorCode } from '../../src/errors.ts'

/** Matches a {@link LoginError} of this code; further members must be equal. */
export function refusal(code: LoginErrorCode, more: Partial<LoginError> = {}): unknown {
  return expect.objectContaining({ name: 'LoginError', code, ...more })
}

/** The failure of `run`; a test that expects one must not pass without it. */
export async function failureOf(run: () => unknown): Promise<LoginError> {
  try {
    await run()
  } catch (error) {
    if (error instanceof LoginError) return error
    throw error
  }
  throw new Error('nothing failed')
}

/** Status and code of an answer in problem details. */
export async function problemOf(response: Response): Promise<readonly [number, unknown]> {
  const { code } = (await response.json()) as { code?: unknown }
  return [response.status, code]
}
