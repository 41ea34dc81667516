/** Names below `.localhost`: browsers take them for this computer, but not every program does. */
import { lookup } from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { VARIABLE } from 'catflap-lazycat/facts'
import type { Sentence } from '../language/sentences.ts'

/** Milliseconds to wait for the resolver; one that takes longer finds nothing as far as we care. */
const PATIENCE = 2000

/**
 * The names of the box and of its app that have to lead to this computer.
 *
 * @param environment - the variables that the box hands out
 */
export function localNames(environment: Readonly<Record<string, string>>): readonly string[] {
  return [VARIABLE.boxDomain.name, VARIABLE.appDomain.name].flatMap((variable) => {
    const url = `http://${environment[variable] ?? ''}`
    const name = URL.canParse(url) ? new URL(url).hostname : ''
    return name.endsWith('.localhost') ? [name] : []
  })
}

/** The line of a hosts file that has these names lead here. */
export function hostsLine(names: readonly string[]): string {
  return `127.0.0.1 ${names.join(' ')}`
}

/** What this computer's own resolver, which most programs ask, does not find, or not here. */
export async function findUnresolved(
  names: readonly string[],
  find: (name: string) => Promise<{ readonly address: string }> = (name) => lookup(name),
  patience: number = PATIENCE,
): Promise<readonly string[]> {
  const isFound = async (name: string): Promise<boolean> => {
    const found = find(name).then(
      ({ address }) => address.startsWith('127.') || address === '::1',
      () => false,
    )
    return Promise.race([found, sleep(patience, false, { ref: false })])
  }
  const found = await Promise.all(names.map(isFound))
  return names.filter((_, index) => !found[index])
}

/** Says what a person has to do so that other programs find these names. */
export function describeUnresolved(names: readonly string[]): Sentence {
  const line = hostsLine(names)
  return {
    en:
      `Browsers and Node find ${names.join(' and ')} by themselves; an app in another language does not. ` +
      `For it, add to /etc/hosts: ${line}`,
    zh:
      `浏览器和 Node 自己能找到 ${names.join(' 和 ')}，用其他语言编写的应用则不能。` +
      `请为它在 /etc/hosts 中加入：${line}`,
  }
}
