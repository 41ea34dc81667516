/** The three things that cannot be told from the folder, asked or taken from the command line. */
import type { Language } from '../../pages/language.ts'
import type { InitArguments, Lpk, Start } from './arguments.ts'
import { FRAMEWORKS, type FrameworkName } from './frameworks/frameworks.ts'
import { InitError } from './init-error.ts'
import { derivePackageId, isPackageId } from './lazycat/names.ts'
import { findTarget } from './lazycat/target.ts'
import type { Project } from './project.ts'
import type { Ask } from './terminal.ts'
import { QUESTIONS, TROUBLE } from './words.ts'

/** What was answered, or taken for granted. */
export interface Answers {
  readonly id: string
  readonly framework: FrameworkName
  readonly start: Start
  readonly lpk: Lpk
}

/** Somebody who can be asked. */
export interface Asked {
  readonly ask: Ask
  readonly language: Language
  /** Says why an answer will not do. */
  readonly say: (text: string) => void
}

/**
 * Settles the answers: at most three questions, none when nobody can be asked.
 *
 * @throws InitError when there is no answer, or the person does not want to go on
 */
export async function settle(
  project: Project,
  given: Pick<InitArguments, 'id' | 'framework' | 'start' | 'lpk'>,
  asked: Asked | undefined,
): Promise<Answers> {
  const id = await settleId(project, given.id, asked)
  const framework = await settleFramework(project, given.framework, asked)
  const { manifest, packageFile } = project.existing
  const kind = findTarget(manifest?.parsed.root).kind
  const isStarted = kind === 'service' || kind === 'exec'
  const start =
    given.start ??
    (isStarted ? 'service' : await choose(asked, QUESTIONS.start, ['service', 'exec']))
  const present = packageFile !== undefined ? 'v2' : manifest !== undefined ? 'v1' : undefined
  return { id, framework, start, lpk: present ?? given.lpk ?? 'v2' }
}

/** The package id: of the files that are there, as given, asked for, or made of the name. */
export async function settleId(
  { name, existing }: Project,
  given: string | undefined,
  asked: Asked | undefined,
): Promise<string> {
  if (existing.id !== undefined) {
    // An id is for ever: what is installed under it would be another app.
    if (given !== undefined && given !== existing.id)
      throw new InitError(TROUBLE.otherId(existing.id))
    return existing.id
  }
  if (given !== undefined && !isPackageId(given)) throw new InitError(TROUBLE.badId(given))
  if (given !== undefined) return given
  const derived = derivePackageId(name)
  if (asked === undefined) {
    if (derived === undefined) throw new InitError(TROUBLE.noId(name))
    return derived
  }
  const question = QUESTIONS.id[asked.language] + (derived === undefined ? ': ' : ` [${derived}]: `)
  for (;;) {
    const answer = (await put(asked, question)) || derived
    if (answer !== undefined && isPackageId(answer)) return answer
    asked.say(`${TROUBLE.badId(answer ?? '')[asked.language]}\n`)
  }
}

/** Asks only where the folder leaves it open. */
async function settleFramework(
  { frameworks, server }: Project,
  given: FrameworkName | undefined,
  asked: Asked | undefined,
): Promise<FrameworkName> {
  const [only, ...others] = frameworks
  if (given !== undefined && given !== only) requireThere(given, frameworks)
  if (given !== undefined || server?.hasLogin) return given ?? only ?? 'node'
  if (only === undefined && server !== undefined) return 'node'
  if (only === undefined) return choose(asked, QUESTIONS.framework, FOUNDED)
  if (others.length > 0) return choose(asked, QUESTIONS.framework, [only, ...others])
  return only
}

/** Those of which a whole app is written. */
const FOUNDED = ['node', 'hono', 'express', 'fastify', 'koa', 'next'] as const

function requireThere(given: FrameworkName, frameworks: readonly FrameworkName[]): void {
  const { kind, title, ...rest } = FRAMEWORKS[given]
  const founded = kind !== 'project' || ('whole' in rest && rest.whole)
  if (!founded && !frameworks.includes(given)) throw new InitError(TROUBLE.notThere(title))
}

/** The first is the default. */
async function choose<const Name extends string>(
  asked: Asked | undefined,
  question: Readonly<Record<Language, string>>,
  names: readonly [Name, ...Name[]],
): Promise<Name> {
  if (asked === undefined) return names[0]
  for (;;) {
    const list = `${names.join(' / ')} [${names[0]}]: `
    const answer = await put(asked, `${question[asked.language]} ${list}`)
    const found = answer === '' ? names[0] : names.find((name) => name === answer.toLowerCase())
    if (found !== undefined) return found
    asked.say(`${TROUBLE.notOneOf(names.join(', '))[asked.language]}\n`)
  }
}

async function put({ ask }: Asked, question: string): Promise<string> {
  const answer = await ask(question)
  if (answer === undefined) throw new InitError(TROUBLE.cancelled())
  return answer.trim()
}
