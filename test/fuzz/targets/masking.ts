/**
 * The viewer's masking: of any environment no secret is seen, whatever makes it one and whatever disguise it comes in, and
 * all that is seen is of the value.
 *
 * An input is variables, `NAME=value` with a NUL between two; `$2xb` stands for a secret, in hexadecimal, in
 * base64, and `$U4` for one behind `-u` and many blanks.
 */
import {
  writeDotenv,
  writeExample,
  writeExport,
  writeJson,
} from '../../../apps/env-viewer/src/env/files.ts'
import { writeManifest } from '../../../apps/env-viewer/src/env/manifest.ts'
import {
  createSecretMask,
  MASK,
  maskEnvironment,
  type Variable,
} from '../../../apps/env-viewer/src/env/mask.ts'
import { excerptOf, findVariables } from '../../../apps/env-viewer/src/env/search.ts'
import { isSecretName } from '../../../apps/env-viewer/src/env/secret-name.ts'
import { isEmptyValue } from '../../../apps/env-viewer/src/env/value-end.ts'
import type { Choice } from '../engine/choice.ts'
import { must, type Target } from '../engine/target.ts'
import { disguised, HIDDEN, LETTERS, MARKS, PLAINLY_SECRET, SECRETS } from '../worlds/masked.ts'

const REMARKS = { heading: 'h', blank: 'b', inexpressible: 'i' }
const FILES = [writeDotenv, writeExample, writeExport, writeJson, writeManifest]

export const target: Target = {
  mostBytes: 2048,
  words: [
    ...['\0', '=', 'X=', 'X_TOKEN=', 'A_SECRET=', 'DB_PASSWORD=', 'NOTE=', 'password', 'secret: '],
    ...['password=', '"token":"', 'token: |\n', '-----BEGIN PRIVATE KEY-----\n', '://', 'u:p@'],
    ...['Basic ', 'Bearer ', 'eyJ', '\\u0041', '\\x41', '&#65;', '&quot;', '%41', '<password>'],
    ...['true', 'null', '${A}', '<no value>', 'name: X_TOKEN, value: ', '--password ', '; ', ', '],
    ...MARKS,
  ],
  change: withSecret,
  size: (input) =>
    variablesOf(input).reduce((sum, { name, value }) => sum + name.length + value.length, 0),
  // A byte is read in many ways, each of them in many ways again.
  work: { base: 500_000, perByte: 4000 },
  slow: 400,
  run(input) {
    const environment: Record<string, string> = {}
    const hidden = [...HIDDEN]
    for (const { name, value, written } of variablesOf(input)) {
      environment[name] = value
      hidden.push(...written)
    }
    for (const { at } of SECRETS) environment[at.name] = at.value
    const variables = maskEnvironment(environment)
    const names = Object.keys(environment)
    must(
      names.sort().join() === variables.map(({ name }) => name).join(),
      'each is there, in order',
    )
    for (const variable of variables) checkVariable(variable, hidden)
    checkNamed(variables)
    checkFiles(variables, hidden)
    const hide = createSecretMask(environment)
    for (const { text } of SECRETS)
      must(!hide(`it says\n\n${text}\n\n`).includes(text), 'no other text tells it')
  },
}

/** Lines of an input that set a variable. */
const variablesOf = (input: Buffer) =>
  input
    .toString()
    .split('\0')
    .filter((line) => line.indexOf('=') > 0)
    .map((line) => {
      const equals = line.indexOf('=')
      return { name: line.slice(0, equals), ...disguised(line.slice(equals + 1)) }
    })

function checkVariable({ name, value, shown, masked }: Variable, hidden: readonly string[]): void {
  must(masked === (shown !== value), 'masked is what is not shown as it is')
  const seen = hidden.find((one) => shown.includes(one))
  must(seen === undefined, `no secret is seen: ${seen}`)
  const excerpt = excerptOf(shown)
  must(shown.startsWith(excerpt.text), 'an excerpt is a beginning')
  must(excerpt.rest === shown.length - excerpt.text.length, 'and the rest is counted')
  if (PLAINLY_SECRET.test(name)) must(shown === MASK || isEmptyValue(value), 'a name hides all')
  let at = 0
  const pieces = shown.split(MASK)
  for (const piece of pieces) {
    const found = value.indexOf(piece, at)
    must(found !== -1, 'what is seen is of the value, in its order')
    at = found + piece.length
  }
  must(value.startsWith(pieces[0]!) && value.endsWith(pieces.at(-1)!), 'from its start to its end')
  const isHarmless = /^[a-z]{0,5}$/.test(value) && !isSecretName(name)
  if (isHarmless) must(!masked, 'a short word is no secret')
}

/** What a name makes a secret is none of another variable, as far as it is no mere word. */
function checkNamed(variables: readonly Variable[]): void {
  const secrets = variables.filter(
    ({ name, value }) => PLAINLY_SECRET.test(name) && /^[a-z]+\d{4,}[\w-]{4,100}$/.test(value),
  )
  for (const { value } of secrets) {
    const seen = variables.find(({ shown }) => shown.includes(value))
    must(seen === undefined, `a secret of one variable is seen in ${seen?.name}`)
    const { variables: found } = findVariables(variables, value)
    must(
      found.every(({ name }) => name.toLowerCase().includes(value.toLowerCase())),
      'no search finds what is hidden',
    )
  }
}

/** As the files have it that are downloaded: what is masked is left blank. */
function checkFiles(variables: readonly Variable[], hidden: readonly string[]): void {
  const entries = variables.map(({ name, value, masked }) => ({
    name,
    value: masked ? undefined : value,
  }))
  const told = variables.map(({ name }) => name).join('\n')
  for (const write of FILES) {
    const file = write(entries, REMARKS)
    const seen = hidden.find((one) => file.includes(one) && !told.includes(one))
    must(seen === undefined, `no file has a secret: ${seen}`)
  }
  const kept = JSON.parse(writeJson(entries))
  for (const { name, value } of entries) {
    must(name === '__proto__' || kept[name] === (value ?? null), 'JSON has each, as it is')
  }
}

/** A secret more, in some disguise, in the value of a variable or in one of its own. */
function withSecret(input: Buffer, choice: Choice): Buffer {
  const text = input.toString('latin1')
  const letters = Array.from({ length: choice.below(4) }, () => choice.of(LETTERS)).join('')
  const piece = `${choice.of(MARKS)}${letters}`
  const written = choice.oneIn(3) ? `\0${choice.of(['X', 'NOTE', 'URL'])}=${piece}` : piece
  const at = choice.below(text.length + 1)
  return Buffer.from(text.slice(0, at) + written + text.slice(at), 'latin1')
}
