/**
 * Checks of what the provider must know of this app: its redirect URI, and the manifest behind it.
 */
import { VARIABLE } from 'catflap-lazycat/facts'
import { find, itemsOf, parseManifest, textOf } from 'catflap-lazycat/manifest'
import { type Environment, readSetting } from '../configuration/environment.ts'
import type { Settings } from '../configuration/options.ts'
import { shown } from '../errors.ts'
import { type Finding, notChecked, ok, problem, same, warning } from './finding.ts'

/** The redirect URI, exactly as it must be registered. */
export function checkRedirectUri({ client }: Settings, environment: Environment): Finding {
  const { redirectUri } = client
  const note = {
    en: 'Register exactly this text. LazyCat registers https://<app domain><oidc_redirect_path> by itself.',
    zh: '请一字不差地登记。懒猫微服会自动登记 https://<应用域名><oidc_redirect_path>。',
  }
  const domain = readSetting(environment, 'appDomain')?.value
  if (domain === undefined || new URL(redirectUri).host === domain) {
    return ok('redirect-uri', same(redirectUri), note)
  }
  return warning('redirect-uri', {
    expected: { en: `an address at ${domain}`, zh: `位于 ${domain} 的地址` },
    seen: same(redirectUri),
    fix: {
      en: `The box registers an address at ${VARIABLE.appDomain.name} only: on a box, remove OIDC_REDIRECT_URI.`,
      zh: `微服只登记 ${VARIABLE.appDomain.name} 下的地址：在微服上请删除 OIDC_REDIRECT_URI。`,
    },
    note,
  })
}

/** What a login depends on; `undefined` where a key is absent, or its value is a template. */
interface Manifest {
  readonly redirectPath: string | undefined
  /** Whether there is a path that only the box knows. */
  readonly templated: boolean
  readonly subdomain: string | undefined
  readonly publicPaths: readonly string[]
}

/** @returns the line of what makes it none, where it is none */
function readManifest(text: string): Manifest | number {
  const { root, syntax, template } = parseManifest(text)
  const [fault] = [...template, ...syntax]
  if (fault !== undefined || (root !== undefined && root.kind !== 'map')) return fault?.at.line ?? 1
  const application = find(root, 'application')
  const path = find(application, 'oidc_redirect_path')
  return {
    redirectPath: textOf(path),
    templated: path?.kind === 'scalar' && path.templated,
    subdomain: textOf(find(application, 'subdomain')),
    publicPaths: itemsOf(find(application, 'public_path')).flatMap((item) => textOf(item) ?? []),
  }
}

/** @param text - of lzc-manifest.yml, when there is one */
export function checkManifest(settings: Settings, text: string | undefined): readonly Finding[] {
  if (text === undefined) {
    const none = { en: 'no manifest given', zh: '未提供 manifest' }
    return [ok('manifest', none), ok('public-path', none, CALLBACK_NOTE)]
  }
  const manifest = readManifest(text)
  if (typeof manifest === 'number') {
    return [unreadable(manifest), notChecked('public-path', 'manifest')]
  }
  return [checkPath(settings.routes.callback, manifest), checkPublicPaths(manifest)]
}

function unreadable(line: number): Finding {
  return problem('manifest', {
    expected: { en: 'a manifest', zh: '一份 manifest' },
    seen: { en: `line ${line} cannot be read`, zh: `第 ${line} 行无法读取` },
    fix: {
      en: 'Run "catflap manifest check", which tells what is wrong there.',
      zh: '请运行 catflap manifest check，它会说明那里的问题。',
    },
  })
}

function checkPath(callback: string, { redirectPath, templated, subdomain }: Manifest): Finding {
  const expected = same(`oidc_redirect_path: ${callback}`)
  if (redirectPath === callback) {
    const suffix = subdomain === undefined ? '' : `, subdomain: ${shown(subdomain)}`
    return ok('manifest', same(expected.en + suffix))
  }
  if (templated) {
    return warning('manifest', {
      expected,
      seen: { en: 'a template makes the path', zh: '路径由模板生成' },
      fix: {
        en: `Cannot tell: only the box knows what the template gives. See that it is ${callback}.`,
        zh: `无法判断：模板的结果只有微服知道。请确认结果是 ${callback}。`,
      },
    })
  }
  if (redirectPath === undefined) {
    return problem('manifest', {
      expected,
      seen: { en: 'no oidc_redirect_path', zh: '没有 oidc_redirect_path' },
      fix: {
        en: `Add "oidc_redirect_path: ${callback}" below "application:": without it the box registers no client and hands out no variable.`,
        zh: `请在 application: 之下加入 oidc_redirect_path: ${callback}；没有它，微服不会登记客户端，也不会下发变量。`,
      },
    })
  }
  return problem('manifest', {
    expected,
    seen: same(`oidc_redirect_path: ${shown(redirectPath)}`),
    fix: {
      en: 'Make both the same: change the manifest and install the app again, or set OIDC_REDIRECT_URI to the registered address.',
      zh: '两者必须一致：修改 manifest 并重新安装应用，或把 OIDC_REDIRECT_URI 设为已登记的地址。',
    },
  })
}

const CALLBACK_NOTE = {
  en: 'The callback needs no public_path: whoever comes back from the provider has passed the ingress.',
  zh: '回调地址不需要 public_path：从身份提供方返回的人已通过 lzc-ingress 的验证。',
}

function checkPublicPaths({ publicPaths }: Manifest): Finding {
  if (!publicPaths.includes('/')) {
    const seen =
      publicPaths.length === 0 ? { en: 'none', zh: '无' } : same(shown(publicPaths.join(' ')))
    return ok('public-path', seen, CALLBACK_NOTE)
  }
  return warning('public-path', {
    expected: { en: 'only what anybody may see', zh: '只列出任何人都可以看的路径' },
    seen: same('/'),
    fix: {
      en: 'The ingress now lets everybody through to every page: remove "/" unless each page asks for the login itself.',
      zh: '这样 lzc-ingress 会放行任何人访问所有页面：请删除“/”，除非每个页面都自行要求登录。',
    },
    note: CALLBACK_NOTE,
  })
}
