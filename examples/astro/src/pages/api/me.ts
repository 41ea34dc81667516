import type { APIRoute } from 'astro'

export const GET: APIRoute = ({ locals }) =>
  Response.json({ sub: locals.session?.sub, groups: locals.session?.groups })
