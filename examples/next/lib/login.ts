import { createNextLogin } from 'catflap/next'

export const { proxy, requireLogin, getSession, requireSession } = createNextLogin()
