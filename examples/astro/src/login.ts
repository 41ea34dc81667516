import { createLogin, type Login } from 'catflap'

let made: Login | undefined

/** Made at the first request: a build has no variables. */
export const login = (): Login => (made ??= createLogin())
