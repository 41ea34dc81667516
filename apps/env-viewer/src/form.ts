/** Reads the viewer's own small forms. */
import type { Visit } from './site.ts'

/** The fields of a form. Whatever was not sent as a plain form reads as a form without fields. */
export async function readForm(c: Visit): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text())
}
