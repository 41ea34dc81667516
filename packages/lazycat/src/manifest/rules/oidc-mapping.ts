/** The variables of a login must be mapped: they are there only while the manifest is read. */
import { MISSPELT_VARIABLES, VARIABLE } from '../../facts.ts'
import { unifyLineEnds } from '../../text/line-ends.ts'
import type { Context, Rule } from '../context.ts'
import { environmentsOf, LOGIN_VARIABLES, referencesOf } from '../environment.ts'
import { type Edit, text } from '../finding.ts'
import { type Entry, entriesOf, findEntry, isEmpty, type ListNode, type Place } from '../node.ts'

const { clientId, clientSecret, issuer, authorizationEndpoint, tokenEndpoint } = VARIABLE

/** With a login switched on, what the app needs for it reaches a container. */
export const checkOidcMapping: Rule = (context) => {
  const path = findEntry(context.application, 'oidc_redirect_path')
  if (path === undefined || isEmpty(path.value)) return []
  const mapped = new Set(
    referencesOf(context.manifest).map(({ name }) => MISSPELT_VARIABLES[name] ?? name),
  )
  const endpoints = [authorizationEndpoint, tokenEndpoint].every(({ name }) => mapped.has(name))
  const needed = endpoints ? [clientId, clientSecret] : [clientId, clientSecret, issuer]
  const missing = needed.map(({ name }) => name).filter((name) => !mapped.has(name))
  if (missing.length === 0) return []
  const lines = missing.map((name) => `- ${name}=\${${name}}`)
  return [
    {
      code: 'oidc-variables-unmapped',
      at: path.at,
      why: text(
        `No container gets ${missing.join(', ')}: such variables are there only while the manifest is read.`,
        `没有容器得到 ${missing.join('、')}：这些变量只在解析 manifest 时存在。`,
      ),
      fix: text(
        `Add to the environment of the container that runs the app: ${lines.join(' ')}`,
        `在运行应用的容器的 environment 中加入：${lines.join(' ')}`,
      ),
      // Between the branches of a template nobody can tell which one to extend.
      edit: context.manifest.conditional ? undefined : buildEdit(context, lines, path),
    },
  ]
}

/** The insertion of the lines, where there is no doubt about the place. */
function buildEdit(context: Context, lines: readonly string[], path: Entry): Edit | undefined {
  const { manifest } = context
  const references = referencesOf(manifest)
  const environments = environmentsOf(context)
  const chosen =
    environments.find(({ node }) =>
      references.some(
        ({ name, at }) =>
          LOGIN_VARIABLES.includes(MISSPELT_VARIABLES[name] ?? name) &&
          at.start >= node.at.start &&
          at.end <= node.at.end,
      ),
    ) ?? environments.find(({ service }) => service === undefined)
  if (chosen !== undefined) {
    const { node } = chosen
    return node.kind === 'list' && !node.flow ? append(manifest.text, node, lines) : undefined
  }
  // A container beside `app` may be the one that runs the app.
  if (entriesOf(context.services).length > 0) return undefined
  const owner = context.application
  if (owner?.kind !== 'map' || owner.flow) return undefined
  // Behind the value, and at the column of the key: both where they stand in all simplicity.
  const space = manifest.text.slice(lineStart(manifest.text, path.at.start), path.at.start)
  if (path.value.at.start < path.at.end || space.trim() !== '') return undefined
  const added = ['environment:', ...lines.map((line) => `  ${line}`)]
  return insertAfter(manifest.text, path.value.at, path.at.column - 1, added)
}

function append(source: string, node: ListNode, lines: readonly string[]): Edit | undefined {
  const last = node.items.at(-1)
  const first = node.items[0]
  if (last === undefined || first?.kind !== 'scalar') return undefined
  // What an alias stands for is elsewhere.
  if (last.at.start < node.at.start) return undefined
  const begin = lineStart(source, first.at.start)
  const dash = /^( *)-\s/.exec(source.slice(begin, first.at.start))
  return dash === null ? undefined : insertAfter(source, last.at, dash[1]?.length ?? 0, lines)
}

/** New lines below the line on which a place ends, with its line ends. */
function insertAfter(
  source: string,
  place: Pick<Place, 'start' | 'end'>,
  indentation: number,
  lines: readonly string[],
): Edit | undefined {
  const newline = source.includes('\r\n') ? '\r\n' : '\n'
  const end = unifyLineEnds(source).indexOf('\n', Math.max(place.start, place.end - 1))
  // Such an action takes the line end away that is to stand before the lines.
  if (
    source
      .slice(0, end === -1 ? source.length : end)
      .trimEnd()
      .endsWith('-}}')
  )
    return undefined
  const text = lines.map((line) => ' '.repeat(indentation) + line + newline).join('')
  return end === -1
    ? { at: source.length, old: '', new: newline + text }
    : { at: end + 1, old: '', new: text }
}

const lineStart = (source: string, offset: number): number =>
  offset === 0 ? 0 : unifyLineEnds(source).lastIndexOf('\n', offset - 1) + 1
