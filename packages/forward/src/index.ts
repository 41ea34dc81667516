/** Public names of the package: what passes HTTP on, with no login and no box in it. */
export { splitList, stripBlanks } from './blanks.ts'
export { HOP_BY_HOP } from './hop-by-hop.ts'
