/** Collects the events of a test. */
import type { LoginError } from '../../src/errors.ts'
import type { EventListener, LoginEvent } from '../../src/events.ts'

export interface EventLog {
  readonly emit: EventListener
  readonly events: LoginEvent[]
  readonly errors: LoginError[]
  /** Events of one type, in order. */
  of<T extends LoginEvent['type']>(type: T): readonly Extract<LoginEvent, { type: T }>[]
}

export function createEventLog(): EventLog {
  const events: LoginEvent[] = []
  const errors: LoginError[] = []
  return {
    events,
    errors,
    emit(event, error) {
      events.push(event)
      if (error !== undefined) errors.push(error)
    },
    of: <T extends LoginEvent['type']>(type: T) =>
      events.filter((event): event is Extract<LoginEvent, { type: T }> => event.type === type),
  }
}
