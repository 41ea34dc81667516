/** Public names of the package: what passes HTTP on, with no login and no box in it. */
export { type Failure, LIMITS, type Limits } from './attempt.ts'
export { joinBase } from './base-path.ts'
export { splitList, stripBlanks } from './blanks.ts'
export { type Exchange, followConnection } from './connection.ts'
export { type BodyChange, type Destination, forward } from './forward.ts'
export { hasBody } from './framing.ts'
export {
  buildDownstreamHeaders,
  buildUpstreamHeaders,
  cookieName,
  type HeaderRules,
  withoutCookies,
} from './headers.ts'
export { HOP_BY_HOP } from './hop-by-hop.ts'
export { pairsOf, plainName, valuesOf } from './pairs.ts'
export {
  answerHandshake,
  forwardUpgrade,
  type Handshake,
  isWebSocket,
  type Leave,
} from './upgrade.ts'
export { createUpstream, type OutgoingHead, type Upstream } from './upstream.ts'
