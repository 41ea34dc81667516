/** What a page knows of the session: this much goes to the browser, and no more. */
export const useSession = () =>
  useState('session', () => {
    const session = useRequestEvent()?.context.session
    return session && { name: session.claims.name }
  })
