/**
 * What must hold after every step of a history. Each rule says what is wrong, or nothing; those of what comes
 * eventually look at a history that is calm.
 */
import { openDetails, readRecord, splitSession } from '../../src/session/stored-session.ts'
import { type Facts, mayHaveEnded } from './facts.ts'
import {
  entriesGo,
  everybodyIsAnswered,
  leasesEnd,
  listsAreTrue,
  memoryIsBounded,
  nothingGoesOn,
} from './lasting-rules.ts'
import { APART, first, livesOn } from './look.ts'
import { TROUBLES } from './plan.ts'
import type { Family, Sent } from './provider.ts'

type Rule = (facts: Facts) => string | undefined

/** Milliseconds for which a lease lies in the store, and some for the way. */
const HELD = 7000
/** Tries to write new tokens before they are given up, each of which the store has to fail. */
const SAVES = 6
/** The session whose tokens these are, if its cookie is known. */
const sessionOf = (family: Family | undefined, { sessions }: Facts) =>
  sessions.find((one) => one.family === family)

/** A refresh token is sent again only by somebody whose forerunner is dead, or has had no answer, or could not write it. */
function noTokenSentTwice(facts: Facts): string | undefined {
  return first(facts.provider.sent, (sent) =>
    isAgain(sent, facts)
      ? `${sent.process.name} sent ${sent.token}, which ${sent.before?.process.name} had sent`
      : undefined,
  )
}

function isAgain({ before, beforeWas, family, at }: Sent, facts: Facts): boolean {
  if (before === undefined || beforeWas === undefined || !beforeWas.alive) return false
  const { process, answeredAt } = before
  // Who does nothing for longer than its lease is as good as dead.
  if (process.frozenUntil > before.at) return false
  const { store } = facts
  const key = sessionOf(family, facts)?.keys.storeKey
  if (!beforeWas.over) {
    // A holder whose lease the store does not extend loses it, and lives.
    return store.failures(before.at - HELD, at, process, key && `lease:${key}`) === 0
  }
  if (answeredAt === undefined) return false
  // Of one that was refused the session ends, unless the store does not end it.
  if (before.refused) {
    return !isOvertaken(before, facts) && store.failures(answeredAt, at, process, key) === 0
  }
  // A provider that does not rotate gives one token for all times.
  if (facts.plan.provider === 'does not rotate') return false
  return store.failures(answeredAt, at, process, key) < SAVES
}

/**
 * True of a refusal that met newer tokens: somebody who had stopped for longer than their lease wrote what they had been
 * given before it, after whoever held the lease then had looked. Those stay, since a provider may refuse one of two requests that
 * come at once; and where it does not rotate, they hold the same refresh token.
 */
const isOvertaken = ({ at, family }: Sent, { plan, store }: Facts): boolean =>
  plan.provider === 'does not rotate' &&
  family !== undefined &&
  family.writtenAt > at - store.longest

/** Of several results of a renewal the first that was written stays, until a newer one replaces it. */
function tokensNeverGoBack(facts: Facts): string | undefined {
  return first(facts.store.written, ({ key, value, expiresAt }) => {
    const session = facts.byKey.get(key)
    if (session === undefined || value.byteLength === 0) return undefined
    session.idleEnd = expiresAt
    // A moved idle end leaves the bytes as they were.
    if (session.bytes !== undefined && Buffer.compare(value, session.bytes) === 0) return undefined
    session.bytes = value
    const sealed = splitSession(value)
    const record = readRecord(session.keys, sealed.record)
    if (record === undefined) return `${session.name} was written by somebody without its key`
    const { accessToken } = openDetails(session.keys, sealed.details, record.claims)
    const place = facts.provider.accessTokens.get(accessToken)?.place ?? -1
    if (place < session.place) return `${session.name} has older tokens than before`
    if (place > session.place) {
      const { family } = session
      Object.assign(family, { renewedAt: family.arrivedAt, writtenAt: facts.world.time() })
    }
    session.place = place
    return undefined
  })
}

/** Tokens are renewed when they are due, and not by one after the other. */
function noRenewalInVain({ provider }: Facts): string | undefined {
  return first(provider.inVain, ({ sub, sid }) => `tokens of ${sub}, ${sid} renewed in vain`)
}

/** From the moment at which its end was acknowledged. */
function endedServesNobody({ visits }: Facts): string | undefined {
  return first(visits, ({ session, began, seen }) =>
    seen !== undefined && session.endedAt !== undefined && session.endedAt <= began
      ? `${session.name} had ended, and let somebody in`
      : undefined,
  )
}

/** Whoever was let in long after the end, having waited, was let in without another look. */
function waitingIsLookedAtAgain({ visits, store }: Facts): string | undefined {
  return first(visits, ({ session, seen, at, stoodStill }) => {
    const { name, endedAt = Number.POSITIVE_INFINITY } = session
    return seen !== undefined && at > endedAt + store.longest && stoodStill < endedAt
      ? `${name} had ended while somebody waited, and let them in`
      : undefined
  })
}

/**
 * Where nothing fails, nobody is let in on an access token that had ended before they came; so whom the provider has withdrawn,
 * who gets no new one, is out with the last. Beside what clocks are apart, they tell whole seconds, and a token's time is
 * counted from its answer.
 */
function endedTokensServeNobody(facts: Facts): string | undefined {
  const { visits, provider } = facts
  if (visits.length === 0 || isTroubled(facts)) return undefined
  return first(visits, ({ session, seen, began }) => {
    const { until = began } = provider.accessTokens.get(seen?.accessTokens[0] ?? '') ?? {}
    return until + (APART + 2) * 1000 < began
      ? `${session.name} let somebody in on a token that had ended`
      : undefined
  })
}

/** Where something has failed, or a process has stopped, nobody may have been told. */
const isTroubled = ({ plan, store, provider }: Facts): boolean =>
  store.faultCount + provider.failedAt.length > 0 ||
  plan.acts.some(({ kind }) => TROUBLES.has(kind) && kind !== 'clock')

function endedStaysEnded(facts: Facts): string | undefined {
  return first(facts.changed, (session) =>
    session.endedAt !== undefined && livesOn(session, facts)
      ? `${session.name} has ended, and is in the store`
      : undefined,
  )
}

/** A tombstone stays until its session would have expired anyway. */
function tombstonesStay({ store, byKey }: Facts): string | undefined {
  return first(store.written, ({ key, value, expiresAt }) => {
    const session = byKey.get(key)
    return value.byteLength === 0 && session !== undefined && expiresAt < session.idleEnd
      ? `the tombstone of ${session.name} goes before its session would`
      : undefined
  })
}

/** Whom the provider has refused is out once it was asked; when that is, is certain in the end. */
function refusedIsOut({ visits, calm }: Facts): string | undefined {
  return first(visits, ({ session, seen }) => {
    const { revoked, withdrawnAt } = session.family
    const isRefused = revoked || withdrawnAt !== undefined
    return calm && isRefused && seen !== undefined
      ? `${session.name} lets somebody in whom the provider has refused`
      : undefined
  })
}

/** Nobody gets another person's session, tokens or trace. */
function nobodyElse({ visits, provider }: Facts): string | undefined {
  return first(visits, ({ session, seen }) => {
    if (seen === undefined) return undefined
    const { name, sub, family, keys } = session
    if (seen.sub !== sub || seen.id !== keys.id) return `${name} gave the session of ${seen.sub}`
    const isTheirs = (token: string) => provider.accessTokens.get(token)?.family === family
    if (!seen.accessTokens.every(isTheirs)) return `${name} gave tokens of another login`
    const { traced } = seen
    const isOwn = traced?.every((code) => provider.familyOf(code) === family)
    return traced === undefined || (isOwn && traced.length > 0)
      ? undefined
      : `${name} gave the steps of another login`
  })
}

/** "Cannot tell" is never "not signed in" … */
function cannotTellIsNotNobody(facts: Facts): string | undefined {
  return first(facts.visits, ({ session, seen }) =>
    seen === undefined && !mayHaveEnded(session, facts)
      ? `${session.name} was not signed in, though nothing had ended it`
      : undefined,
  )
}

/** … and never changes a cookie. */
function cannotTellKeepsCookies({ answers }: Facts): string | undefined {
  return first(answers, ({ what, status, setCookies }) =>
    status >= 500 && setCookies.some((one) => one.startsWith('__Host-catflap='))
      ? `${what} was answered ${status}, with a session's cookie`
      : undefined,
  )
}

function codesAreRedeemedOnce({ provider }: Facts): string | undefined {
  return first(provider.twice, (code) => `${code} was redeemed twice`)
}

/** A session whose login was acknowledged is in the store, whoever crashes. */
function acknowledgedSurvives(facts: Facts): string | undefined {
  return first(facts.changed, (session) => {
    if (mayHaveEnded(session, facts)) return undefined
    return facts.store.peek(session.keys.storeKey)?.value.byteLength
      ? undefined
      : `${session.name} is not in the store any more`
  })
}

/** No login under way is lost by a rotation of the secret that follows its steps. */
function rotationLosesNothing({ codes }: Facts): string | undefined {
  return codes.includes('LOGIN_TRANSACTION_EXPIRED')
    ? 'a login was sealed with a key that is gone'
    : undefined
}

function nothingBreaks({ bugs }: Facts): string | undefined {
  return bugs[0]
}

/** By name, in the order of the promises. */
export const RULES: Readonly<Record<string, Rule>> = {
  'no refresh token is sent twice': noTokenSentTwice,
  'tokens never go back': tokensNeverGoBack,
  'no renewal in vain': noRenewalInVain,
  'an ended session serves nobody': endedServesNobody,
  'whoever waits is looked at again': waitingIsLookedAtAgain,
  'ended tokens serve nobody': endedTokensServeNobody,
  'an ended session stays ended': endedStaysEnded,
  'a tombstone stays': tombstonesStay,
  'whom the provider refuses is out': refusedIsOut,
  'nobody gets what is of somebody else': nobodyElse,
  '"cannot tell" is not "not signed in"': cannotTellIsNotNobody,
  '"cannot tell" changes no cookie': cannotTellKeepsCookies,
  'a code is redeemed once': codesAreRedeemedOnce,
  'an acknowledged session survives': acknowledgedSurvives,
  'the lists are true': listsAreTrue,
  'leases end': leasesEnd,
  'nothing goes on for ever': nothingGoesOn,
  'everybody is answered': everybodyIsAnswered,
  'entries go': entriesGo,
  'memory is bounded': memoryIsBounded,
  'a rotation loses no login': rotationLosesNothing,
  'nothing breaks': nothingBreaks,
}
