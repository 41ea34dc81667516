import { requireSession } from '../../../lib/login'

export default async function Page({ params }: { params: Promise<{ path: string[] }> }) {
  const session = await requireSession()
  const { path } = await params
  return (
    <form method="post" action="/logout">
      <p>{`Hello ${session.claims.name}, you asked for /private/${path.join('/')}`}</p>
      <button type="submit">Sign out</button>
    </form>
  )
}
