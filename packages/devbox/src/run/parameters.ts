/** Deploy parameters: what an app asks for when it is installed, with defaults and `--param`. */
import type { Need } from './needs.ts'
import { RunError } from './run-error.ts'
import { at, invalid, parseYaml, readSections, readSwitch, readText, type Section } from './yaml.ts'

/** Values of the parameters by id. */
export type Parameters = ReadonlyMap<string, string | boolean>

/** Parameters, and those that have no value yet. */
export interface Filled {
  readonly parameters: Parameters
  readonly needs: readonly Need[]
}

const FILE = 'lzc-deploy-params.yml'

/**
 * Fills in an app's deploy parameters, and tells all that are missing.
 *
 * @param text - lzc-deploy-params.yml, if there is one.
 * @param given - values by id, from the command line.
 * @param random - stable random text of a length for a parameter; for `$random(len=N)`.
 * @throws {@link RunError} `RUN_PARAMETER_INVALID`, `RUN_MANIFEST_INVALID`
 */
export function fillParameters(
  text: string | undefined,
  given: ReadonlyMap<string, string>,
  random: (id: string, length: number) => string,
): Filled {
  const sections = text === undefined ? [] : readSections(parseYaml(text, FILE), 'params')
  const ids = sections.map((section) => {
    const id = readText(section, 'id')
    if (id) return id
    throw invalid(section.place, 'has no id', '缺少 id')
  })
  const unknown = [...given.keys()].find((id) => !ids.includes(id))
  if (unknown !== undefined) {
    const known = ids.join(', ') || '-'
    throw new RunError(
      'RUN_PARAMETER_INVALID',
      `--param ${unknown}: the app has no such parameter (it has: ${known})`,
      `--param ${unknown}：应用没有这个参数（已有：${known}）`,
    )
  }
  const values = sections.map((section, index) => {
    const id = ids[index] ?? ''
    return { section, id, value: fillOne(section, id, given.get(id), random) }
  })
  const parameters = new Map(
    values.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value] as const])),
  )
  const missing = values.filter(
    ({ section, value }) =>
      value === undefined && !readSwitch(section, 'optional') && !readSwitch(section, 'hidden'),
  )
  return { parameters, needs: missing.map(({ id }) => needOf(id)) }
}

function needOf(id: string): Need {
  return {
    text: {
      en: `the app needs the parameter "${id}"; give it with --param ${id}=VALUE`,
      zh: `应用需要参数“${id}”，请用 --param ${id}=值 指定`,
    },
    options: ['--param', `${id}=VALUE`],
  }
}

function fillOne(
  section: Section,
  id: string,
  given: string | undefined,
  random: (id: string, length: number) => string,
): string | boolean | undefined {
  const value = given ?? presetOf(section, id, random)
  if (value === undefined || readText(section, 'type') !== 'bool') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw new RunError(
    'RUN_PARAMETER_INVALID',
    `the parameter "${id}" must be true or false`,
    `参数“${id}”必须是 true 或 false`,
  )
}

function presetOf(
  section: Section,
  id: string,
  random: (id: string, length: number) => string,
): string | undefined {
  const preset = readText(section, 'default_value')
  const length = /^\$random\(\s*len\s*=\s*(\d{1,4})\s*\)$/.exec(preset ?? '')?.[1]
  if (length === undefined) return preset
  if (Number(length) >= 1 && Number(length) <= 1024) return random(id, Number(length))
  throw invalid(
    at(section, 'default_value'),
    'len must be from 1 to 1024',
    'len 必须在 1 到 1024 之间',
  )
}
