/** Turns faults on and off. */
import { FAULTS } from './catalogue.ts'
import type { Fault, FaultSwitch } from './fault.ts'
import type { FaultName } from './names.ts'

/** Makes a switch with some faults on. */
export function createFaultSwitch(initial: readonly FaultName[]): FaultSwitch {
  let active: readonly FaultName[] = []
  let rows: readonly Fault[] = []

  function set(...names: FaultName[]): void {
    const unknown = names.filter((name) => !isFaultName(name))
    if (unknown.length > 0) throw new TypeError(`Unknown fault: ${unknown.join(', ')}`)
    active = Object.freeze([...new Set(names)])
    rows = active.map((name) => FAULTS[name])
  }
  set(...initial)
  return {
    get active() {
      return active
    },
    rows: () => rows,
    set,
    clear: () => set(),
  }
}

/** Whether a text names a fault. */
export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(FAULTS, name)
}
