/** The modules about logouts. */
import { but, type Module, right, type Text, without } from './module.ts'
import type { Misbehaviour } from './provider.ts'

export const RP_LOGOUT: readonly Module[] = [
  { name: '-rp-init-logout', plays: 'logout', ends: 'signed out here and there', what: right },
  {
    name: '-rp-init-logout-other-state',
    plays: 'logout',
    wrong: { logoutState: () => 'another' },
    ends: 'signed out here',
    what: { en: 'gives back another `state`', zh: '返回另一个 `state`' },
  },
  {
    name: '-rp-init-logout-no-state',
    plays: 'logout',
    wrong: { logoutState: () => undefined },
    ends: 'signed out here',
    what: { en: 'gives no `state` back', zh: '不返回 `state`' },
  },
]

/** One Logout Token at fault; the person has another session elsewhere, which must live on. */
const refused = (name: string, parameter: string, wrong: Misbehaviour, what: Text): Module => ({
  name: `-rp-backchannel-rpinitlogout-${name}`,
  plays: 'login elsewhere',
  wrong,
  ends: `LOGOUT_TOKEN_INVALID (${parameter})`,
  what,
})

export const BACK_CHANNEL: readonly Module[] = [
  {
    name: '-rp-backchannel-rpinitlogout',
    plays: 'login elsewhere',
    ends: 'sessions ended',
    what: {
      en: 'tells of a logout by a Logout Token without `typ`',
      zh: '用不带 `typ` 的 Logout Token 通知退出',
    },
  },
  refused(
    'alg-none',
    'alg',
    { logoutManner: 'none' },
    { en: 'signs it with `none`', zh: '算法是 `none`' },
  ),
  refused(
    'no-event',
    'events',
    { logoutToken: without('events') },
    { en: 'leaves `events` out', zh: '缺少 `events`' },
  ),
  refused(
    'with-nonce',
    'nonce',
    { logoutToken: but({ nonce: 'some' }) },
    { en: 'adds a `nonce`', zh: '多了 `nonce`' },
  ),
  refused(
    'wrong-alg',
    'alg',
    { logoutManner: 'HS256' },
    { en: 'signs it with the client secret', zh: '用客户端密钥签名' },
  ),
  refused(
    'wrong-aud',
    'aud',
    { logoutToken: but({ aud: 'another client' }) },
    { en: 'means another client by `aud`', zh: '`aud` 指向另一个客户端' },
  ),
  refused(
    'wrong-event',
    'events',
    { logoutToken: but({ events: { 'http://schemas.openid.net/event/another': {} } }) },
    { en: 'names another event', zh: '写的是另一个事件' },
  ),
  refused(
    'wrong-iss',
    'iss',
    { logoutToken: but({ iss: 'https://another.example' }) },
    { en: 'writes another `iss`', zh: '`iss` 是另一个' },
  ),
]
