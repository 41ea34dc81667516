/** A JSON Schema of lzc-manifest.yml for editors, made from the tables of keys. */
import { type Key, type Keys, MANIFEST_KEYS, PACKAGE_PATTERN, type Shape } from '../facts.ts'

/** A schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>

const SCALAR = ['string', 'number', 'boolean', 'null'] as const

const SHAPES: Readonly<Record<Shape & string, JsonSchema>> = {
  text: { type: SCALAR },
  word: { type: ['string', 'boolean'] },
  flag: { type: 'boolean' },
  number: { type: 'number' },
  size: { type: SCALAR },
  owner: { type: ['string', 'integer'], pattern: '^\\d+(:\\d+)?$', minimum: 0 },
  texts: { type: 'array', items: { type: SCALAR } },
  environment: {
    anyOf: [
      { type: 'array', items: { type: 'string', pattern: '^[A-Za-z_][\\w.-]*(=|$)' } },
      { type: 'object' },
    ],
  },
  command: { type: [...SCALAR, 'array'], items: { type: SCALAR } },
  mapping: { type: 'object' },
  any: {},
}

const PORT = '(0*([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]))'
const HOST = '(\\[[\\da-fA-F:]+\\]|[\\w.-]+)'
const TARGETS = [
  `exec://${PORT}, *\\S.*$`,
  `https?://${HOST}(:${PORT})?([/?]\\S*)?$`,
  'file:///\\S*$',
]

/** Forms that an editor can check while somebody types. */
const FORMS: Readonly<Record<string, JsonSchema>> = {
  package: { type: 'string', pattern: PACKAGE_PATTERN.value },
  oidc_redirect_path: { type: 'string', pattern: '^/(?!/)[^?#\\s\\\\]*$' },
  routes: {
    type: 'array',
    // What holds a ${variable} is known only to the box; "$uid." has a finding of its own.
    items: {
      type: ['string', 'null'],
      pattern: `^/[^\\s?#=]*= *(${TARGETS.join('|')})|\\$\\{|//\\$uid\\.`,
    },
  },
}

/** A service has no empty environment. */
const FILLED: JsonSchema = {
  ...SHAPES.environment,
  type: ['array', 'object'],
  minItems: 1,
  minProperties: 1,
}

/** Draft 07, which yaml-language-server reads. */
export const MANIFEST_SCHEMA: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'lzc-manifest.yml',
  ...mapping(MANIFEST_KEYS, { application: { type: 'object' } }),
  required: ['application'],
}

/** @param overrides - more about some of the keys */
function mapping(keys: Keys, overrides: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  const properties = Object.entries(keys).map(([name, key]) => [
    name,
    { ...property(name, key), ...overrides[name] },
  ])
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    patternProperties: { '^xx?-': {} },
    additionalProperties: false,
  }
}

function property(name: string, { shape, about }: Key): JsonSchema {
  return { description: `${about.en} ${about.zh}`, ...orNothing(FORMS[name] ?? build(shape)) }
}

/** A key without a value is as good as none. */
function orNothing(schema: JsonSchema): JsonSchema {
  const { type, anyOf } = schema
  if (Array.isArray(anyOf)) return { ...schema, anyOf: [...anyOf, { type: 'null' }] }
  if (type === undefined) return schema
  return { ...schema, type: [...new Set([type, 'null'].flat())] }
}

function build(shape: Shape): JsonSchema {
  if (typeof shape === 'string') return SHAPES[shape]
  if ('keys' in shape) return mapping(shape.keys)
  if ('each' in shape) return { type: 'array', items: orNothing(mapping(shape.each)) }
  const each = mapping(shape.named, { environment: FILLED })
  return { type: 'object', additionalProperties: orNothing(each) }
}
