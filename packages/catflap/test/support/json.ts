/** An answer in JSON, as a provider gives it. */
export function json(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } })
}
