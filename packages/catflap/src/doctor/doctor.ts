/**
 * The doctor: looks at everything that a login depends on, with the parts that a login itself uses,
 * and says in one list what holds and what to do about the rest.
 *
 * It signs nobody in and reads no session. What it leaves behind is one entry in the store, which
 * goes after a minute, and a few refused token and authorization requests in the provider's log.
 */
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../configuration/configuration-error.ts'
import type { Environment } from '../configuration/environment.ts'
import type { LoginOptions } from '../configuration/login-options.ts'
import { parseOptions, type Settings } from '../configuration/options.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import { createTransport } from '../provider/create-transport.ts'
import { checkAuthorization } from './authorization.ts'
import { checkCookie, checkProxyHeaders } from './browser.ts'
import { checkClient } from './client.ts'
import { checkSpelling, configurationFindings } from './configuration.ts'
import { checkConnection } from './connection.ts'
import { CHECKS, type CheckName, type Finding, ok, same, warning } from './finding.ts'
import { checkIngressUser } from './ingress-user.ts'
import { checkKeys } from './keys.ts'
import { checkOffers } from './offers.ts'
import { createProbe } from './probe.ts'
import { checkClock, discover } from './provider.ts'
import { checkManifest, checkRedirectUri } from './registration.ts'
import { checkNode, checkTls } from './runtime.ts'
import { secretsOf, withoutSecrets } from './secrets.ts'
import { checkStore } from './store.ts'

export { CHECKS, type CheckName, type Finding, type Outcome, type Text } from './finding.ts'
export { type Report, type ReportedFinding, toReport, worst } from './report.ts'

/** What to examine: the options of a login, and what else is at hand. */
export interface ExamineOptions extends LoginOptions {
  /** Text of lzc-manifest.yml. */
  readonly manifest?: string
  /** Reads the headers of the request that is being served. */
  readonly headers?: HeaderReader
}

/**
 * Makes every check and reports them in the order of {@link CHECKS}. Never rejects, and no finding
 * ever holds a secret; each exchange ends within the provider's timeout.
 */
export async function examine(options: ExamineOptions = {}): Promise<readonly Finding[]> {
  const { manifest, headers, ...given } = options
  const environment = given.environment ?? process.env
  const findings = [checkNode(process.versions.node), checkTls([environment, process.env])]
  const settings = readSettings(given)
  if ('problems' in settings) {
    const { problems } = settings
    const named = problems.some(({ kind }) => kind === 'misspelt')
    findings.push(...configurationFindings(problems), ...(named ? [] : checkSpelling(environment)))
  } else {
    const { issuer } = settings.provider
    findings.push(ok('configuration', same(issuer)), ...checkSpelling(environment))
    findings.push(...(await examineAll(settings, { manifest, headers, given, environment })))
  }
  const order = Object.keys(CHECKS)
  const sorted = findings.toSorted((a, b) => order.indexOf(a.check) - order.indexOf(b.check))
  return withoutSecrets(sorted, secretsOf(given, environment))
}

function readSettings(
  options: LoginOptions,
): Settings | { readonly problems: readonly ConfigurationProblem[] } {
  try {
    return parseOptions(options)
  } catch (error) {
    if (error instanceof ConfigurationError) return { problems: error.problems }
    const seen = error instanceof Error ? error.name : typeof error
    const fix = { en: 'Look at the options given.', zh: '请检查传入的选项。' }
    return { problems: [{ kind: 'invalid', variable: 'options', seen, fix }] }
  }
}

interface Material {
  readonly manifest: string | undefined
  readonly headers: HeaderReader | undefined
  readonly given: LoginOptions
  readonly environment: Environment
}

/** All checks that need settings. */
async function examineAll(settings: Settings, material: Material): Promise<readonly Finding[]> {
  const { manifest, headers, given, environment } = material
  const now = given.now ?? (() => Date.now() / 1000)
  const { network, internalIssuer } = settings.provider
  const transport = createTransport(network, internalIssuer, given.fetch)
  const probe = createProbe(settings, transport, now)
  // First and alone: opening an embedded store blocks, and would be taken for a slow provider.
  const store = await attempt(STORE_CHECKS, () => checkStore(settings, given.session?.store, now))
  const groups = await Promise.all([
    attempt(PROVIDER_CHECKS, async () => {
      const discovery = await discover(probe)
      const [keys, client] = await Promise.all([
        checkKeys(probe, discovery),
        checkClient(probe, discovery),
      ])
      // Each of the two endpoints tells what the other one's answer means.
      const authorization = await checkAuthorization(probe, discovery, client.accepted)
      const told = [client.tell(authorization.registered), authorization.finding]
      const offers = checkOffers(settings, discovery)
      const clock = checkClock(probe.skew(), discovery.document !== undefined)
      const connection = checkConnection(settings, transport)
      return [connection, ...discovery.findings, ...keys, ...told, ...offers, clock]
    }),
    attempt(['redirect-uri', 'manifest', 'public-path'], () => [
      checkRedirectUri(settings, environment),
      ...checkManifest(settings, manifest),
    ]),
    attempt(['cookie', 'proxy-headers'], () => [checkCookie(settings), checkProxyHeaders(headers)]),
    attempt(['ingress-user'], () => [checkIngressUser(settings, manifest, headers)]),
  ])
  await transport.close()
  return [store, ...groups].flat()
}

const STORE_CHECKS: readonly CheckName[] = [
  'store',
  'store-kind',
  'store-key',
  'data-directory',
  'store-damage',
]
const PROVIDER_CHECKS: readonly CheckName[] = [
  'connection',
  'discovery',
  'issuer',
  'endpoints',
  'clock',
  'jwks',
  'signing-keys',
  'client-credentials',
  'authorization-request',
  'pkce',
  'scopes',
  'refresh-tokens',
]

/** A check that fails by a mistake of ours must not cost the report of the others. */
async function attempt(
  checks: readonly CheckName[],
  make: () => readonly Finding[] | Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await make()
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error
    const fix = {
      en: 'This is a mistake in the doctor itself: please report it.',
      zh: '这是诊断程序自身的错误：请报告给我们。',
    }
    return checks.map((check) => warning(check, { seen: same(name), fix }))
  }
}
