/** Deploy parameters: what an app asks for when it is installed, with defaults and `--param`. */
import type { Need } from './needs.ts'
import { at, invalid, parseYaml, readSections, readSwitch, readText, type Section } from './yaml.ts'

/** Values of the parameters by id. */
export type Parameters = ReadonlyMap<string, string | boolean>

/** Parameters, and what is missing or wrong about any of them. */
export interface Filled {
  readonly parameters: Parameters
  readonly needs: readonly Need[]
}

const FILE = 'lzc-deploy-params.yml'

/**
 * Fills in an app's deploy parameters, and tells all that are missing, wrong or of another app.
 *
 * @param text - lzc-deploy-params.yml, if there is one.
 * @param given - values by id, from the command line.
 * @param random - stable random text of a length for a parameter; for `$random(len=N)`.
 * @throws {@link RunError} `RUN_MANIFEST_INVALID`
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
  const known = ids.join(', ') || '-'
  const strangers = [...given.keys()]
    .filter((id) => !ids.includes(id))
    .map((id) =>
      wrong(
        `--param ${id}: the app has no such parameter (it has: ${known})`,
        `--param ${id}：应用没有这个参数（已有：${known}）`,
      ),
    )
  const values = sections.map((section, index) => {
    const id = ids[index] ?? ''
    return { section, id, value: fillOne(section, given.get(id) ?? presetOf(section, id, random)) }
  })
  const parameters: Parameters = new Map(
    values.flatMap(({ id, value }): [string, string | boolean][] =>
      value === undefined || value === null ? [] : [[id, value]],
    ),
  )
  const unfit = values
    .filter(({ value }) => value === null)
    .map(({ id }) =>
      wrong(`the parameter "${id}" must be true or false`, `参数“${id}”必须是 true 或 false`),
    )
  const missing = values.filter(
    ({ section, value }) =>
      value === undefined && !readSwitch(section, 'optional') && !readSwitch(section, 'hidden'),
  )
  return { parameters, needs: [...strangers, ...unfit, ...missing.map(({ id }) => needOf(id))] }
}

/** What no further option mends. */
const wrong = (en: string, zh: string): Need => ({ text: { en, zh }, options: [] })

function needOf(id: string): Need {
  return {
    text: {
      en: `the app needs the parameter "${id}"; give it with --param ${id}=VALUE`,
      zh: `应用需要参数“${id}”，请用 --param ${id}=值 指定`,
    },
    options: ['--param', `${id}=VALUE`],
  }
}

/** @returns `null` for a value that its type does not have. */
function fillOne(section: Section, value: string | undefined): string | boolean | null | undefined {
  if (value === undefined || readText(section, 'type') !== 'bool') return value
  return value === 'true' || value === 'false' ? value === 'true' : null
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
