/** Public names of the package; everything else is private. */

export type { IngressApp, IngressRoute } from './box/ingress-app.ts'
export type { HeaderChange, Inject, InjectText } from './box/inject.ts'
export type { BoxUser } from './box/users.ts'
export { createDevbox, type Devbox } from './devbox.ts'
export { FAULTS } from './faults/catalogue.ts'
export type { FaultName } from './faults/names.ts'
export type { SeenRequest } from './http/request-log.ts'
export type { DevboxOptions } from './options.ts'
