/** The JWKS: the current public key, the retired ones, and what faults make of them. */
import type { Box } from '../box/box.ts'
import type { KeyList } from '../faults/fault.ts'
import { indentedJson, type Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'

/** Seconds for which a client may keep the keys. */
const AGE = 600

/** Answers `/keys`. */
export async function answerKeys(_request: BoxRequest, box: Box): Promise<Reply> {
  let keys: KeyList = (await box.keys.all()).map(({ jwk }) => jwk)
  for (const row of box.faults.rows()) keys = (await row.jwks?.(keys, box)) ?? keys
  return indentedJson({ keys }, { 'cache-control': `max-age=${AGE}, must-revalidate` })
}
