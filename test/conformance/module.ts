/** What a module of the conformance suite is here, and small changes of what is right. */
import type { Misbehaviour } from './provider.ts'

/** All names of modules begin with this. */
export const PREFIX = 'oidcc-client-test'

export type Text = Readonly<Record<'en' | 'zh', string>>

export interface Module {
  /** Without {@link PREFIX}. */
  readonly name: string
  /** What a person does; a login, if nothing is said. */
  readonly plays?:
    | 'login'
    | 'two logins'
    | 'logout'
    | 'renewal'
    | 'login elsewhere'
    | 'begun elsewhere'
  readonly wrong?: Misbehaviour
  /** How it must end: the code with the parameter at fault, or one of {@link ENDS}. */
  readonly ends: string
  readonly what: Text
}

/** Ends that are no refusal. */
export const ENDS: Readonly<Record<string, Text>> = {
  'signed in': { en: 'signed in', zh: '登录成功' },
  'signed out here and there': {
    en: 'signed out, here and at the provider',
    zh: '在本应用和身份提供方都已退出',
  },
  'signed out here': {
    en: 'signed out; nothing is claimed of the provider',
    zh: '已退出本应用；对身份提供方不作任何断言',
  },
  'sessions ended': { en: '200; her sessions ended', zh: '200；她的会话已结束' },
  renewed: { en: 'renewed', zh: '续签成功' },
}

export type Json = Readonly<Record<string, unknown>>

export const but =
  (change: Json) =>
  (right: Json): Json => ({ ...right, ...change })
export const without =
  (name: string) =>
  ({ [name]: _, ...rest }: Json): Json =>
    rest
export const right: Text = { en: 'does everything right', zh: '一切正确' }
