/**
 * What one login did: every message with its parameters, and every check that held.
 *
 * A session keeps its own, sealed like the session, for the person whose login it was. Of a failed
 * login only {@link LoginTrace}s without secrets are handed out. What is sent where decide the routes.
 */
import { fitLine, LoginError, type LoginErrorCode } from './errors.ts'
import type { Check } from './protocol/id-token.ts'

/** The steps of a login, in order. `id-token` takes place inside the app, the others between parties. */
export type LoginStepName =
  | 'authorization-request'
  | 'authorization-response'
  | 'token-request'
  | 'jwks-request'
  | 'id-token'
  | 'userinfo-request'
  | 'session'

/** One parameter of a message, by its wire name. */
export interface MessageParameter {
  readonly name: string
  /** Its text. Of a secret it is here only in a session's own trace, and only once it is spent. */
  readonly value?: string
  /** Of a secret: what can be told of it, such as `43 characters, base64url`. */
  readonly shape?: string
}

/** One step of a login. */
export interface LoginStep {
  readonly name: LoginStepName
  /** The address asked, without its query; `undefined` when none is. */
  readonly address: string | undefined
  readonly sent: readonly MessageParameter[]
  readonly received: readonly MessageParameter[]
  /** HTTP status of the answer, when there was one. */
  readonly status: number | undefined
  /** Milliseconds. */
  readonly duration: number
  /** Why the login ended here; `undefined` when it went on. */
  readonly failed: LoginErrorCode | undefined
}

/** What one login did. */
export interface LoginTrace {
  readonly steps: readonly LoginStep[]
  /** Every check that held, in the order in which they were made. */
  readonly checks: readonly Check[]
}

/** A step under way: what an exchange learns goes in here. */
export interface OpenStep {
  address: string | undefined
  readonly sent: MessageParameter[]
  readonly received: MessageParameter[]
  status: number | undefined
}

/** Records one login. */
export interface LoginRecorder extends LoginTrace {
  readonly steps: LoginStep[]
  readonly checks: Check[]
  /** Runs a step; what it throws is noted and passed on. */
  step<T>(name: LoginStepName, run: (step: OpenStep) => T | Promise<T>): Promise<T>
}

/** Makes a recorder of one login. */
export function createRecorder(): LoginRecorder {
  const steps: LoginStep[] = []
  return {
    steps,
    checks: [],
    async step(name, run) {
      const step: OpenStep = { address: undefined, sent: [], received: [], status: undefined }
      const start = performance.now()
      const done = (failed?: LoginErrorCode) => {
        const duration = Math.round((performance.now() - start) * 10) / 10
        steps.push({ name, ...step, duration, failed })
      }
      try {
        const result = await run(step)
        done()
        return result
      } catch (error) {
        // A step within this one has told the failure already.
        if (!steps.some(({ failed }) => failed !== undefined)) {
          done(error instanceof LoginError ? error.code : 'INTERNAL')
        }
        throw error
      }
    },
  }
}

/**
 * A step as far as it has come, for the trace that is stored together with what it stores.
 *
 * @param start - by `performance.now()`
 */
export function soFar(name: LoginStepName, step: OpenStep, start: number): LoginStep {
  const duration = Math.round((performance.now() - start) * 10) / 10
  return { name, ...step, duration, failed: undefined }
}

/** A trace with every secret told by its shape alone: fit for a page of a failed login. */
export function withoutSecrets({ steps, checks }: LoginTrace): LoginTrace {
  const hide = (all: readonly MessageParameter[]) =>
    all.map(({ name, value, shape }) => (shape === undefined ? { name, value } : { name, shape }))
  return {
    steps: steps.map((step) => ({
      ...step,
      sent: hide(step.sent) as readonly MessageParameter[],
      received: hide(step.received) as readonly MessageParameter[],
    })),
    checks: [...checks],
  }
}

/** Characters of a parameter; a redirect URI or a list of scopes may be long. */
const LONGEST = 2048

/** Parameters that are no secret, each on one line; those without a value are left out. */
export function plain(
  parameters: Readonly<Record<string, string | number | undefined>>,
): readonly MessageParameter[] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: fitLine(String(value), LONGEST) }],
  )
}

/** A secret that is spent once the login is over: the person whose login it was may see it. */
export function spent(name: string, value: string): MessageParameter {
  return { name, value, shape: shapeOf(value) }
}

/** A secret of which nothing but its shape is ever kept. */
export function kept(name: string, value: string): MessageParameter {
  return { name, shape: shapeOf(value) }
}

/** What can be told of a secret. */
export function shapeOf(value: string): string {
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(value)) return `${value.length} characters, JWT`
  const alphabet = /^[\w-]+$/.test(value) ? ', base64url' : ''
  return `${value.length} characters${alphabet}`
}
