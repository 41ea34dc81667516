import { Link } from 'react-router'
import { sessionContext } from '../login.server'
import type { Route } from './+types/home'

export function loader({ context }: Route.LoaderArgs) {
  return { isSignedIn: context.get(sessionContext) !== undefined }
}

export default function Home({ loaderData: { isSignedIn } }: Route.ComponentProps) {
  return (
    <main>
      <p>{isSignedIn ? 'You are signed in' : 'Everybody may see this'}</p>
      {/* reloadDocument: a login is a navigation of the browser, not of the router */}
      <Link to="/private/cats" reloadDocument>
        Cats
      </Link>
    </main>
  )
}
