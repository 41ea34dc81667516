/** A JSON Schema of lzc-manifest.yml for editors, made from the tables of keys. */
import { type Key, type Keys, MANIFEST_KEYS, PACKAGE_PATTERN, type Shape } from '../facts.ts'

/** A schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>

const SCALAR = ['string', 'number', 'boolean'] as const

const SHAPES: Readonly<Record<Shape & string, JsonSchema>> = {
  text: { type: SCALAR },
  word: { type: 'string' },
  flag: { type: 'boolean' },
  number: { type: 'number' },
  size: { type: ['string', 'number'] },
  owner: { type: ['string', 'number'], pattern: '^\\d+(:\\d+)?$', minimum: 0 },
  texts: { type: 'array', items: { type: SCALAR } },
  environment: {
    anyOf: [
      { type: 'array', items: { type: 'string', pattern: '^[A-Za-z_][\\w.-]*=' }, minItems: 1 },
      { type: 'object', additionalProperties: { type: SCALAR } },
    ],
  },
  command: { type: ['string', 'array'] },
  mapping: { type: 'object' },
  any: {},
}

/** Forms that an editor can check while somebody types. */
const FORMS: Readonly<Record<string, JsonSchema>> = {
  package: { type: 'string', pattern: PACKAGE_PATTERN.value },
  oidc_redirect_path: { type: 'string', pattern: '^/(?!/)[^?#\\s]*$' },
  routes: {
    type: 'array',
    items: { type: 'string', pattern: '^/[^\\s?#=]*=(exec://\\d+,.+|https?://\\S+|file:///\\S*)$' },
  },
}

/** Draft 07, which yaml-language-server reads. */
export const MANIFEST_SCHEMA: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'lzc-manifest.yml',
  ...mapping(MANIFEST_KEYS),
  required: ['application'],
}

function mapping(keys: Keys): JsonSchema {
  const properties = Object.entries(keys).map(([name, key]) => [name, property(name, key)])
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    patternProperties: { '^xx?-': {} },
    additionalProperties: false,
  }
}

function property(name: string, { shape, about }: Key): JsonSchema {
  return { description: `${about.en} ${about.zh}`, ...(FORMS[name] ?? build(shape)) }
}

function build(shape: Shape): JsonSchema {
  if (typeof shape === 'string') return SHAPES[shape]
  if ('keys' in shape) return mapping(shape.keys)
  if ('each' in shape) return { type: 'array', items: mapping(shape.each) }
  return { type: 'object', additionalProperties: mapping(shape.named) }
}
