/**
 * Renders a manifest's text as lzcos does at deployment: first the Go template, then the deploy-time
 * variables `${NAME}`. Pure: nothing is read, and no code of a template can reach anything.
 */
import { STABLE_SECRET_FUNCTION, SYSTEM_FIELDS } from '../facts.ts'
import { isTooLong } from '../text/limits.ts'
import { takes } from './call.ts'
import { evaluateTemplate } from './evaluate.ts'
import { FUNCTION_NAMES, FUNCTIONS } from './functions.ts'
import { parseTemplate } from './parser.ts'
import { refuseAt } from './template-error.ts'
import type { Value } from './values.ts'

export { type FieldUse, readFields } from './fields.ts'
export { TemplateError, type TemplateErrorCode } from './template-error.ts'
export { substituteVariables } from './variables.ts'

/** What the platform hands to a manifest's template. */
export interface TemplateInput {
  /** `.S`, also called `.SysParams`. */
  readonly system: {
    readonly boxName: string
    readonly boxDomain: string
    readonly osVersion: string
    readonly appDomain: string
    readonly isMultiInstance: boolean
    /** The owner of this instance; `undefined` when all users share one. */
    readonly deployUid: string | undefined
    readonly deployId: string
  }
  /** `.U`, also called `.UserParams`: deploy parameters by id. */
  readonly parameters: ReadonlyMap<string, string | boolean>
  /** The stable random text of this app for a seed. */
  readonly stableSecret: (seed: string) => string
}

/**
 * Renders the Go template in a manifest.
 *
 * @param source - the manifest's text; untrusted.
 * @throws {@link TemplateError} with the place, for anything that is not rendered here.
 */
export function renderTemplate(source: string, input: TemplateInput): string {
  if (isTooLong(source)) {
    refuseAt('', 0)('TEMPLATE_TOO_LARGE', 'longer than 1 MiB', '超过 1 MiB')
  }
  const functions = {
    ...FUNCTIONS,
    [STABLE_SECRET_FUNCTION.value]: takes(1, (call) => input.stableSecret(call.text(0))),
  }
  const nodes = parseTemplate(source, FUNCTION_NAMES)
  const { root, closed } = createRoot(input)
  return evaluateTemplate(nodes, { source, root, closed, functions })
}

function createRoot({ system, parameters }: TemplateInput): {
  root: ReadonlyMap<string, Value>
  closed: ReadonlySet<Value>
} {
  const values: readonly Value[] = [
    system.boxName,
    system.boxDomain,
    system.osVersion,
    system.appDomain,
    system.isMultiInstance,
    system.deployUid,
    system.deployId,
  ]
  const systemFields = new Map(SYSTEM_FIELDS.value.map((name, index) => [name, values[index]]))
  const root = new Map<string, Value>([
    ['U', parameters],
    ['UserParams', parameters],
    ['S', systemFields],
    ['SysParams', systemFields],
  ])
  return { root, closed: new Set<Value>([root, systemFields]) }
}
