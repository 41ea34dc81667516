/** Pages of the ingress on an app's address: why a request did not reach the app. */
import type { Failure } from 'catflap-forward'
import { INGRESS } from 'catflap-lazycat/facts'
import type { Box } from '../box/box.ts'
import type { Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import type { Language } from '../language/language.ts'
import { html } from '../pages/html.ts'
import { showPage } from '../pages/layout.ts'
import type { Refusal } from './gate.ts'

/** What can keep a request from the app. */
export type Obstacle = Refusal | Failure

/** What the texts speak of. */
export interface Scene {
  readonly app: string
  /** Host and port that the route leads to, or the user who was refused. */
  readonly detail: string
}

interface Words {
  readonly status: number
  readonly title: Readonly<Record<Language, string>>
  readonly text: (scene: Scene) => Readonly<Record<Language, string>>
}

const OBSTACLES: Readonly<Record<Obstacle, Words>> = {
  unreachable: {
    status: 502,
    title: { en: 'The app does not answer', zh: '应用没有应答' },
    text: ({ app, detail }) => ({
      en: `Nothing answers for “${app}” at ${detail}. Is it running, and does it listen on that port? Its output says more.`,
      zh: `“${app}” 在 ${detail} 没有应答。它在运行吗？监听的是这个端口吗？请查看应用的输出。`,
    }),
  },
  'too-slow': {
    status: 504,
    title: { en: 'The app takes too long', zh: '应用应答超时' },
    text: ({ app, detail }) => ({
      en: `“${app}” at ${detail} took the request but did not begin to answer in time.`,
      zh: `“${app}”（${detail}）收到了请求，但没有及时开始应答。`,
    }),
  },
  unusable: {
    status: 502,
    title: { en: 'The app’s answer is not HTTP', zh: '应用的应答不符合 HTTP' },
    text: ({ app, detail }) => ({
      en: `What “${app}” at ${detail} answered has a status or a header that HTTP does not know, so no ingress can pass it on.`,
      zh: `“${app}”（${detail}）的应答中有 HTTP 不允许的状态码或标头，lzc-ingress 无法转发。`,
    }),
  },
  'no-ticket': {
    status: INGRESS.linkRefused.value,
    title: { en: 'No good ticket', zh: '没有有效的票据' },
    text: ({ app }) => ({
      en: `Another app reaches “${app}” only in a person’s name: with the ticket of a visit to this box, since its start, of somebody who is still signed in.`,
      zh: `其他应用只能代表用户访问 “${app}”：需要带上票据，它来自本次启动以来某位用户对这台微服的真实访问，且该用户仍处于登录状态。`,
    }),
  },
  'not-owner': {
    status: 403,
    title: { en: 'This instance belongs to somebody else', zh: '该实例属于其他用户' },
    text: ({ app, detail }) => ({
      en: `“${app}” is a multi-instance app: each user has one of their own. This one is not ${detail}’s.`,
      zh: `“${app}” 是多实例应用，每个用户各有一个实例。这个实例不属于 ${detail}。`,
    }),
  },
  'no-route': {
    status: 404,
    title: { en: 'No route leads here', zh: '没有匹配的路由' },
    text: ({ app }) => ({
      en: `No entry of “routes” in the manifest of “${app}” covers this path.`,
      zh: `“${app}” 的 manifest 中，routes 没有任何一项匹配此路径。`,
    }),
  },
  'bad-target': {
    status: 400,
    title: { en: 'Not a path', zh: '请求目标不是路径' },
    text: () => ({
      en: 'The request target must be a path that begins with “/”.',
      zh: '请求目标必须是以 “/” 开头的路径。',
    }),
  },
}

/** Shows an obstacle, in the reader's language first and in the other one below. */
export function showObstacle(
  request: BoxRequest,
  box: Box,
  obstacle: Obstacle,
  scene: Scene,
): Reply {
  const { status, title, text } = OBSTACLES[obstacle]
  const said = text(scene)
  return showPage(
    request,
    box,
    status,
    ({ language, word }) => {
      const other = language === 'zh' ? 'en' : 'zh'
      return {
        title: title[language],
        body: html`<section class="card">
<h1 class="stop">${title[language]}</h1>
<p>${said[language]}</p>
<p class="quiet" lang="${other}">${said[other]}</p>
<p class="foot quiet">${status} · lzc-ingress · <a href="${box.origin}/">${word('home')}</a></p>
</section>`,
      }
    },
    { elsewhere: true },
  )
}
