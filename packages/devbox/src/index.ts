/** Public names of the package; everything else is private. */
export { createDevbox, type Devbox } from './devbox.ts'
export { FAULTS } from './faults/catalogue.ts'
export type { FaultName } from './faults/names.ts'
export type { DevboxOptions } from './options.ts'
export type { IngressApp, IngressRoute } from './run/types.ts'
export type { SeenRequest } from './server.ts'
export type { BoxUser } from './users.ts'
