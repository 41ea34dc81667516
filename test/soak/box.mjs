/** The box of a soak, as a process of its own. */
import { createDevbox } from 'catflap-devbox'
import { answerParent } from './child.mjs'

const box = await createDevbox({
  redirectUri: `${process.env.APP}/callback`,
  refreshTokens: true,
  accessTokenLifetime: 3600,
})
answerParent({
  told: () => ({ issuer: box.issuer, variables: box.environment }),
  /** Moves its clock. @param {number} seconds - from the true time */
  move: (seconds) => box.setClockSkew(seconds),
  restart: () => box.restart(),
  rotateKeys: () => box.rotateKeys(),
})
