import Link from 'next/link'
import { getSession } from '../lib/login'

export default async function Page() {
  const session = await getSession()
  return (
    <main>
      <p>{session ? 'You are signed in' : 'Everybody may see this'}</p>
      <Link href="/private/cats">Cats</Link>
    </main>
  )
}
