/** Methods that no Request can have (Fetch, section 2.2.1), though servers hand them over. */
const FORBIDDEN = /^(CONNECT|TRACE|TRACK)$/i

/** A method that a Request can have; a forbidden one as one that is as little known to any path of the login. */
export const requestMethod = (method: string): string =>
  FORBIDDEN.test(method) ? 'UNKNOWN' : method
