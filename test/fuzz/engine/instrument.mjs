/** Puts a counter into every arm of a module: functions, branches, loops, cases, the right sides of operators. */
import { parse } from 'acorn'

/** What counters are called in a module that has them. */
const COUNTERS = '__arms'
/** Longest literal that becomes a word of the fuzzer's. */
const LONGEST_WORD = 32
const LOOPS = [
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
]
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression']

/**
 * @param {string} source - JavaScript
 * @param {number} first - number of its first arm
 * @returns {{ code: string, arms: number, words: string[] }} with the texts that the module compares with
 */
export function instrument(source, first) {
  const tree = parse(source, { ecmaVersion: 'latest', sourceType: 'module' })
  /** @type {{ at: number, closes: boolean, text: string }[]} */
  const insertions = []
  /** @type {Set<string>} */
  const words = new Set()
  let arms = 0

  const count = () => `${COUNTERS}[${first + arms++}]++`
  /** @type {(at: number, text: string, closes?: boolean) => void} */
  const insert = (at, text, closes = false) => void insertions.push({ at, text, closes })

  /** @param {any} node - a statement or a body, in whose place one arm stands */
  function armOfStatement(node) {
    if (node.type === 'BlockStatement') {
      insert(node.start + 1, `${count()};`)
      return visit(node)
    }
    insert(node.start, `{${count()};`)
    visit(node)
    insert(node.end, '}', true)
  }

  /** @param {any} node */
  function armOfExpression(node) {
    insert(node.start, `(${count()},`)
    visit(node)
    insert(node.end, ')', true)
  }

  /** @type {Record<string, (node: any) => void>} */
  const visitors = {
    IfStatement({ test, consequent, alternate, end }) {
      visit(test)
      armOfStatement(consequent)
      if (alternate) armOfStatement(alternate)
      else insert(end, ` else {${count()};}`, true)
    },
    ConditionalExpression({ test, consequent, alternate }) {
      visit(test)
      armOfExpression(consequent)
      armOfExpression(alternate)
    },
    LogicalExpression({ left, right }) {
      visit(left)
      armOfExpression(right)
    },
    ArrowFunctionExpression({ params, body, expression }) {
      for (const one of params) visit(one)
      if (expression) armOfExpression(body)
      else armOfStatement(body)
    },
    SwitchCase({ test, consequent }) {
      if (test) visit(test)
      if (consequent.length > 0) insert(consequent[0].start, `${count()};`)
      for (const one of consequent) visit(one)
    },
    Literal({ value, regex }) {
      if (typeof value === 'string' && !regex) addWord(value)
    },
    TemplateElement({ value }) {
      addWord(value.cooked ?? '')
    },
  }
  for (const type of LOOPS) {
    visitors[type] = ({ body, ...rest }) => {
      visitAll(rest)
      armOfStatement(body)
    }
  }
  for (const type of FUNCTIONS) {
    visitors[type] = ({ params, body }) => {
      visitAll({ params })
      armOfStatement(body)
    }
  }
  visitors.CatchClause = ({ body }) => armOfStatement(body)
  // Names of modules are no words of a message.
  visitors.ImportDeclaration = () => undefined

  /** @param {string} text */
  function addWord(text) {
    if (text.length > 1 && text.length <= LONGEST_WORD && !/\s/.test(text)) words.add(text)
  }
  /** @param {any} node */
  function visit(node) {
    const visitor = visitors[node.type]
    if (visitor) visitor(node)
    else visitAll(node)
  }
  /** @param {Record<string, any>} members */
  function visitAll(members) {
    for (const value of Object.values(members))
      for (const one of Array.isArray(value) ? value : [value])
        if (typeof one?.type === 'string') visit(one)
  }

  visit(tree)
  // What ends at a place is closed before the next one is opened; else in the order of the walk.
  insertions.sort((a, b) => a.at - b.at || Number(b.closes) - Number(a.closes))
  let code = ''
  let at = 0
  for (const one of insertions) {
    code += source.slice(at, one.at) + one.text
    at = one.at
  }
  const head = `const ${COUNTERS} = globalThis.${COUNTERS};`
  return { code: head + code + source.slice(at), arms, words: [...words] }
}
