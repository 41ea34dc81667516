/** Names of a template that are no functions here: what each of them is, and what to write instead. */
import { GO_FUNCTIONS, SPRIG_FUNCTIONS, STABLE_SECRET_FUNCTION, type Text } from '../facts.ts'
import { nearest } from '../text/nearest.ts'
import { refuseAt } from './template-error.ts'

/** The source, for places in messages, and which names are functions. */
export interface Names {
  readonly source: string
  readonly functions: ReadonlySet<string>
}

/** The words of Go that are no functions and are not rendered here. */
export const UNSUPPORTED: ReadonlySet<string> = new Set(['define', 'template', 'block'])

/** What a box knows, whether it is rendered here or not. */
const KNOWN: readonly string[] = [
  STABLE_SECRET_FUNCTION.value,
  ...GO_FUNCTIONS.value,
  ...SPRIG_FUNCTIONS.value,
]

/**
 * Refuses a name that is no function here.
 *
 * @throws {@link TemplateError} `TEMPLATE_NOT_SUPPORTED` when a box has it, else
 * `TEMPLATE_UNKNOWN_FUNCTION`
 */
export function refuseName({ source }: Names, at: number, name: string): never {
  const refuse = refuseAt(source, at)
  const hint = HINTS.get(name)
  const tail = { en: hint ? `; ${hint.en}` : '', zh: hint ? `；${hint.zh}` : '' }
  if (KNOWN.includes(name) || UNSUPPORTED.has(name)) {
    return refuse(
      'TEMPLATE_NOT_SUPPORTED',
      `"${name}" is not supported here${tail.en}`,
      `此处不支持“${name}”${tail.zh}`,
    )
  }
  const meant = hint === undefined ? nearest(name, KNOWN) : undefined
  return refuse(
    'TEMPLATE_UNKNOWN_FUNCTION',
    `there is no function "${name}"${meant ? `; the nearest is ${meant}` : tail.en}`,
    `没有函数“${name}”${meant ? `；最接近的是 ${meant}` : tail.zh}`,
  )
}

const NOT_STABLE: Text = {
  en: 'it gives another value each time; use stable_secret or a deploy parameter',
  zh: '它每次得到不同的值，请使用 stable_secret 或部署参数',
}

/** What to write in place of something that is not there, or not rendered here. */
const HINTS: ReadonlyMap<string, Text> = new Map([
  ['stable_secrt', { en: 'the name is stable_secret', zh: '正确的名称是 stable_secret' }],
  ['randAlphaNum', NOT_STABLE],
  ['randAlpha', NOT_STABLE],
  ['randNumeric', NOT_STABLE],
  ['randAscii', NOT_STABLE],
  ['randBytes', NOT_STABLE],
  ['randInt', NOT_STABLE],
  ['uuidv4', NOT_STABLE],
  ['now', NOT_STABLE],
  [
    'required',
    { en: 'that is of Helm; use fail in an if', zh: '它属于 Helm，请在 if 中使用 fail' },
  ],
  ['env', { en: 'a box does not have env either', zh: '微服同样不提供 env' }],
  ['expandenv', { en: 'a box does not have expandenv either', zh: '微服同样不提供 expandenv' }],
])
