/** Faults of the UserInfo endpoint. */
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import { oauthError } from '../http/reply.ts'
import * as answers from './answers.ts'
import type { Faults } from './fault.ts'
import type { UserInfoFault } from './names.ts'

export const USERINFO_FAULTS: Faults<UserInfoFault> = {
  'userinfo-500': {
    en: 'UserInfo fails with status 500.',
    zh: 'UserInfo 返回 500。',
    instead: { userinfo: answers.failure(500) },
  },
  'userinfo-403': {
    en: 'UserInfo refuses a good access token with status 403, as Dex does.',
    zh: 'UserInfo 像 Dex 那样以 403 拒绝有效的访问令牌。',
    instead: {
      userinfo: () => oauthError(403, 'access_denied', 'oidc: token is not acceptable'),
    },
  },
  'userinfo-hang': {
    en: 'UserInfo never answers.',
    zh: 'UserInfo 永不应答。',
    instead: { userinfo: answers.hang },
  },
  'userinfo-drip': {
    en: 'UserInfo sends one byte every 200 ms, without end.',
    zh: 'UserInfo 每 200 毫秒发一个字节，没有尽头。',
    instead: { userinfo: answers.drip },
  },
  'userinfo-html': {
    en: 'UserInfo answers 200 with a page.',
    zh: 'UserInfo 返回 200 和一个网页。',
    instead: { userinfo: answers.html },
  },
  'userinfo-redirect': {
    en: 'UserInfo redirects (302) to a path where the request would succeed.',
    zh: 'UserInfo 以 302 重定向到一个会成功的路径。',
    instead: { userinfo: answers.elsewhere(302, `${PROVIDER_PATH.value}/userinfo-elsewhere`) },
  },
  'userinfo-oversized': {
    en: 'The UserInfo response is good but 2 MiB long.',
    zh: 'UserInfo 响应正确，但长达 2 MiB。',
    members: { userinfo: answers.oversized },
  },
  'userinfo-gzip-bomb': {
    en: 'The UserInfo response is a small gzip file that inflates to 320 MiB.',
    zh: 'UserInfo 响应是一个解压后达 320 MiB 的 gzip。',
    instead: { userinfo: answers.gzipBomb },
  },
  'userinfo-reset': {
    en: 'UserInfo cuts the connection.',
    zh: 'UserInfo 直接断开连接。',
    instead: { userinfo: answers.reset },
  },
  'userinfo-invalid-sub': {
    en: 'UserInfo speaks of another subject than the ID Token.',
    zh: 'UserInfo 的 sub 与 ID Token 不同。',
    members: { userinfo: (value) => ({ ...value, sub: 'CgVvdGhlchIHaHBvcnRhbA' }) },
  },
  'userinfo-missing-sub': {
    en: 'UserInfo has no sub.',
    zh: 'UserInfo 没有 sub。',
    members: { userinfo: answers.without('sub') },
  },
}
