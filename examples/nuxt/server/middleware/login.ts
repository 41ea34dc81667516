import { authenticate } from 'catflap/web'

/** Answers the login's own paths, and tells every page and handler who is signed in. */
export default defineEventHandler(async (event) => {
  const found = await authenticate(login, requestOf(event))
  if (found instanceof Response) return found
  event.context.session = found
})
