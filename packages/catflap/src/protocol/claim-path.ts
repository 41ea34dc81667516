/**
 * A claim that may lie within others, such as `realm_access.roles`. Names of claims hold dots too
 * (`https://example.com/roles`), so a name as it stands wins over a way through members.
 */
import { type Claims, isRecord, isTextList } from './claims.ts'

/** The members to go through; `undefined` where the path leads nowhere. */
function wayThrough(claims: Claims, path: string): readonly string[] | undefined {
  if (Object.hasOwn(claims, path)) return [path]
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot)
    const inner = Object.hasOwn(claims, name) ? claims[name] : undefined
    const rest = isRecord(inner) ? wayThrough(inner, path.slice(dot + 1)) : undefined
    if (rest !== undefined) return [name, ...rest]
  }
  return undefined
}

/** Whether there is anything at a path. */
export const isAt = (claims: Claims, path: string): boolean =>
  wayThrough(claims, path) !== undefined

/** The list of texts at a path; anything else there is none. */
export function textsAt(claims: Claims, path: string): readonly string[] | undefined {
  const value = wayThrough(claims, path)?.reduce<unknown>(
    (at, name) => (at as Claims)[name],
    claims,
  )
  return isTextList(value) ? value : undefined
}

/** The same claims without what is at a path. */
export function withoutAt(claims: Claims, path: string): Claims {
  const [name, ...rest] = wayThrough(claims, path) ?? []
  if (name === undefined) return claims
  const { [name]: inner, ...others } = claims
  return rest.length === 0
    ? others
    : { ...others, [name]: withoutAt(inner as Claims, rest.join('.')) }
}
