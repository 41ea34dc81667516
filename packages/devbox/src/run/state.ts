/** The folder that outlives a run: what the app stored, and the key of its stable secrets. */
import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RunError } from './run-error.ts'

/** The state of one app. */
export interface State {
  readonly folder: string
  /** 64 hexadecimal digits; the same for the same app, state and seed. */
  readonly stableSecret: (seed: string) => string
  /** Letters and digits of a length; the same for the same app, state and parameter. */
  readonly randomParameter: (id: string, length: number) => string
}

/**
 * Opens the state of an app and makes it when it is new.
 *
 * @throws {@link RunError} `RUN_STATE_UNUSABLE`
 */
export function openState(folder: string, packageId: string): State {
  const key = attempt(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // It holds secrets, and usually lies in somebody's repository.
    writeFileSync(join(folder, '.gitignore'), '*\n')
    return readKey(join(folder, 'stable-secret'))
  })
  const derive = (purpose: string, name: string) =>
    createHmac('sha512', key).update(JSON.stringify([packageId, purpose, name]))
  return {
    folder,
    stableSecret: (seed) => derive('stable_secret', seed).digest('hex').slice(0, 64),
    randomParameter: (id, length) => {
      let text = ''
      for (let block = 0; text.length < length; block++) {
        const bytes = derive(`random ${block}`, id).digest('base64')
        text += bytes.replace(/[+/=]/g, '')
      }
      return text.slice(0, length)
    },
  }
}

function readKey(file: string): Buffer {
  try {
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const text = readFileSync(file, 'utf8').trim()
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex')
  throw new RunError(
    'RUN_STATE_UNUSABLE',
    `${file} is damaged; delete it and the app gets new secrets`,
    `${file} 已损坏；删除它，应用会得到新的密钥`,
  )
}

/** Tells what the file system refuses. */
export function attempt<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RunError) throw error
    const { code = 'error' } = error as NodeJS.ErrnoException
    throw new RunError(
      'RUN_STATE_UNUSABLE',
      `the state folder ${folder} cannot be used (${code}); choose another with --state`,
      `状态文件夹 ${folder} 无法使用（${code}），请用 --state 另选`,
    )
  }
}
