import { requireSession } from '../../../lib/login'

export async function GET() {
  const { sub, groups } = await requireSession()
  return Response.json({ sub, groups })
}
