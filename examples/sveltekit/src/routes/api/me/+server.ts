import { json } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ locals }) =>
  json({ sub: locals.session?.sub, groups: locals.session?.groups })
