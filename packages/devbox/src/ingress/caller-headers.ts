/** What the ingress tells an app of who is asking. Pure; headers are raw pairs. */
import {
  APP_SOURCE_PREFIX,
  CLIENT_SOURCE,
  DEVICE_HEADER,
  LOGIN_TIME_HEADER,
  ORIGINAL_HOST_HEADER,
  PEER_HEADER,
  ROLE_HEADER,
  SELF_SOURCE,
  SOURCE_HEADER,
  TICKET_HEADER,
  USER_HEADER,
  VERSION_HEADER,
} from 'catflap-lazycat/facts'
import type { Caller } from '../box/callers.ts'

/** Where a request was sent to. */
export interface Arrival {
  /** Package id of the app that is asked. */
  readonly packageId: string
  /** Host that was asked for. */
  readonly askedHost: string
}

const DEVICE_VERSION = '1.5.2'

/** The headers about a caller. */
export function buildCallerHeaders(caller: Caller, arrival: Arrival): string[] {
  const { user } = caller
  const person = { [USER_HEADER.value]: utf8(user.name), [ROLE_HEADER.value]: user.role }
  return Object.entries({ ...person, ...wayHeaders(caller, arrival) }).flat()
}

/** What depends on the way in: a device only where there is one. */
function wayHeaders(caller: Caller, { packageId, askedHost }: Arrival): Record<string, string> {
  switch (caller.kind) {
    case 'browser':
      return {
        [DEVICE_HEADER.value]: caller.signIn.deviceId,
        [PEER_HEADER.value]: caller.signIn.peerId,
        [VERSION_HEADER.value]: DEVICE_VERSION,
        [LOGIN_TIME_HEADER.value]: String(caller.signIn.since),
        [SOURCE_HEADER.value]: CLIENT_SOURCE.value,
        [TICKET_HEADER.value]: caller.signIn.ticket,
      }
    case 'script':
      return {
        [LOGIN_TIME_HEADER.value]: String(caller.since),
        [SOURCE_HEADER.value]: CLIENT_SOURCE.value,
      }
    case 'app':
      return {
        [SOURCE_HEADER.value]:
          caller.packageId === packageId
            ? SELF_SOURCE.value
            : APP_SOURCE_PREFIX.value + caller.packageId,
        [ORIGINAL_HOST_HEADER.value]: askedHost,
      }
  }
}

/** Node writes one byte per character: a name that is not ASCII goes out as its bytes in UTF-8. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1')
