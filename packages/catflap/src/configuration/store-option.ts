/**
 * Where sessions live, as the environment says it.
 */
import { existsSync } from 'node:fs'
import { DATA_DIRECTORY } from 'catflap-lazycat/facts'
import type { StoreAddress } from '../store/open-store.ts'
import type { ConfigurationProblem } from './configuration-error.ts'
import { type Environment, readSetting, VARIABLES } from './environment.ts'

/** @param problems - grows where the address is of no kind that there is */
export function readStoreAddress(
  environment: Environment,
  problems: ConfigurationProblem[],
): StoreAddress {
  const { value = '' } = readSetting(environment, 'store') ?? {}
  if (value === 'memory:') return { kind: 'memory' }
  if (/^rediss?:\/\//.test(value) && URL.canParse(value)) return { kind: 'redis', url: value }
  const directory = readSetting(environment, 'dataDirectory')?.value ?? defaultDirectory()
  if (value === '') return { kind: 'lmdb', directory }
  problems.push({
    kind: 'invalid',
    variable: VARIABLES.store[0],
    // The value may hold a password, so it is not repeated.
    seen: 'an address of another kind',
    fix: {
      en: 'Must be memory:, redis://… or rediss://…; leave it out for the data directory.',
      zh: '必须是 memory:、redis://… 或 rediss://…；不设置则使用数据目录。',
    },
  })
  return { kind: 'memory' }
}

/** On a box the one directory that outlives the container, elsewhere one beside the app. */
const defaultDirectory = (): string =>
  existsSync(DATA_DIRECTORY.value) ? `${DATA_DIRECTORY.value}/catflap` : '.catflap'
