/** From an app's texts to its manifest, with what is worth telling about it. */
import {
  LOGIN_VARIABLE_PREFIX,
  MISSPELT_VARIABLES,
  NO_VALUE,
  VARIABLE,
} from 'catflap-lazycat/facts'
import { renderTemplate, substituteVariables, TemplateError } from 'catflap-lazycat/template'
import type { Sentence } from '../language/sentences.ts'
import { type AppManifest, parseAppManifest } from './app-manifest.ts'
import type { AppSource } from './app-source.ts'
import type { Parameters } from './parameters.ts'
import { RunError } from './run-error.ts'
import type { State } from './state.ts'
import { deployVariables, type Variables } from './variables.ts'

/** The version of lzcos that a manifest sees as `.S.OSVersion`. */
export const OS_VERSION = 'v1.5.0'

/** A manifest as the box would run it. */
export interface Rendered {
  readonly text: string
  readonly manifest: AppManifest
  readonly remarks: readonly Sentence[]
}

/**
 * Renders a manifest with what a box knows at this moment.
 *
 * @param environment - the platform's variables; the owner among them is empty unless each user has
 * an instance.
 * @throws {@link RunError} `RUN_TEMPLATE_INVALID`, `RUN_MANIFEST_INVALID`
 */
export function renderManifest(
  source: Pick<AppSource, 'manifest' | 'packageYml'>,
  state: State,
  parameters: Parameters,
  environment: Variables,
): Rendered {
  const uid = environment[VARIABLE.deployUid.name]
  const system = {
    boxName: environment[VARIABLE.boxName.name] ?? '',
    boxDomain: environment[VARIABLE.boxDomain.name] ?? '',
    osVersion: OS_VERSION,
    appDomain: environment[VARIABLE.appDomain.name] ?? '',
    isMultiInstance: Boolean(uid),
    deployUid: uid || undefined,
    deployId: environment[VARIABLE.deployId.name] ?? '',
  }
  const { stableSecret } = state
  const rendered = attemptRender(() =>
    renderTemplate(source.manifest, { system, parameters, stableSecret }),
  )
  const { text, unset } = substituteVariables(rendered, deployVariables(environment))
  const manifest = parseAppManifest(text, source.packageYml)
  const remarks = [
    ...unset.map((name) => remarkUnset(name, manifest)),
    ...remarkNoValue(text),
    ...manifest.leftOut,
  ]
  return { text, manifest, remarks }
}

function attemptRender(work: () => string): string {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const { line, column, text } = error
    const place = `lzc-manifest.yml:${line}:${column}:`
    throw new RunError('RUN_TEMPLATE_INVALID', `${place} ${text.en}`, `${place} ${text.zh}`)
  }
}

function remarkUnset(name: string, { oidcRedirectPath }: AppManifest): Sentence {
  const right = Object.hasOwn(MISSPELT_VARIABLES, name) ? MISSPELT_VARIABLES[name] : undefined
  const en = `\${${name}} has no value on a box; it became empty`
  const zh = `微服上没有变量 \${${name}}，已替换为空`
  if (right !== undefined) {
    return { en: `${en}. The name is ${right}.`, zh: `${zh}。正确的名称是 ${right}。` }
  }
  if (oidcRedirectPath === undefined && name.startsWith(LOGIN_VARIABLE_PREFIX.value)) {
    return {
      en: `${en}: without application.oidc_redirect_path there are no OIDC variables.`,
      zh: `${zh}：没有 application.oidc_redirect_path 就没有 OIDC 变量。`,
    }
  }
  return { en: `${en}.`, zh: `${zh}。` }
}

function remarkNoValue(text: string): readonly Sentence[] {
  return text.split('\n').flatMap((line, index) => {
    if (!line.includes(NO_VALUE.value)) return []
    const name = /^[\s-]*["']?([\w.-]+)\s*[=:]/.exec(line)?.[1] ?? `line ${index + 1}`
    return [
      {
        en: `${name} is "${NO_VALUE.value}": the template asks for a parameter that has no value.`,
        zh: `${name} 的值是“${NO_VALUE.value}”：模板引用了没有值的参数。`,
      },
    ]
  })
}
