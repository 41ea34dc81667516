// What is checked: small, bounded configurations, each searched to its end, and the mistakes that each must find.

/** @typedef {{ readonly set: readonly string[], readonly livelock?: boolean, readonly about: string }} Configuration */

/**
 * By name; `set` are names of environment.pml, `livelock` looks for what goes on for ever, weakly fair.
 *
 * @type {Readonly<Record<string, Configuration>>}
 */
export const CONFIGURATIONS = {
  crashes: { set: ['CRASHES=2'], about: 'three processes, of which two die' },
  stops: { set: ['STOPS=1'], about: 'three processes, of which one stands still and goes on' },
  'stops-and-crashes': {
    set: ['PROCESSES=2', 'STOPS=1', 'CRASHES=1', 'REFUSALS=1'],
    about: 'two processes: a stop, a crash, a provider that may refuse the person',
  },
  vanishing: {
    set: ['VANISHING', 'CRASHES=1'],
    about:
      'three processes, one crash, and the entry of a lease that vanishes, sooner for some than for others',
  },
  'vanishing-stops': {
    set: ['PROCESSES=2', 'VANISHING', 'STOPS=1', 'RENEWALS=1'],
    about: 'two processes, one stop, and the entry of a lease that vanishes',
  },
  store: {
    set: ['PROCESSES=2', 'LOSSES=2', 'OUTAGES=1', 'REFUSALS=1'],
    about:
      'two processes; calls of the store fail, before or after they took effect, and a token request',
  },
  logout: {
    set: ['PROCESSES=2', 'LOGOUTS=1', 'CRASHES=1', 'TOUCHES'],
    about: 'two processes, one crash, a logout, idle ends that are moved',
  },
  'logout-token': {
    set: ['PROCESSES=2', 'LOGOUT_TOKENS=1', 'CRASHES=1'],
    about: 'two processes, one crash, a Logout Token that is sent until it is answered',
  },
  presses: {
    set: ['PROCESSES=2', 'REQUESTS=2', 'PRESSES=2', 'RENEWALS=1', 'CRASHES=1'],
    about:
      'two processes with two requests each, renewals by hand, an access token that ends again',
  },
  reuse: {
    set: ['PROCESSES=2', 'STOPS=1', 'REUSE=1'],
    about: 'two processes, one stop, a provider that takes a refresh token twice',
  },
  requests: {
    set: ['PROCESSES=2', 'REQUESTS=2', 'LOGOUTS=1', 'LOSSES=1'],
    about: 'two processes with two requests each, a logout, a call of the store that fails',
  },
  untimely: {
    set: ['PROCESSES=2', 'UNTIMELY', 'LOGOUTS=1', 'REFUSALS=1', 'TOUCHES', 'RENEWALS=1'],
    about: 'two processes, and leases that run out at any moment, whoever lives',
  },
  livelock: {
    set: ['PROCESSES=2', 'CRASHES=1', 'PATIENT', 'REFUSALS=1'],
    livelock: true,
    about: 'two processes that never lose patience, one crash: nothing goes on for ever',
  },
}

/** @typedef {{ readonly set: string, readonly in: string, readonly about: string }} Mistake */

/**
 * Each must be found by its configuration.
 *
 * @type {readonly Mistake[]}
 */
export const MISTAKES = [
  {
    set: 'NO_HELD_CHECK',
    in: 'stops-and-crashes',
    about: 'no look at the clock before the request',
  },
  { set: 'NO_MARGIN', in: 'stops-and-crashes', about: 'that look takes all clocks for the same' },
  {
    set: 'ENDS_ANYTHING',
    in: 'stops-and-crashes',
    about: 'a refusal ends what somebody else has renewed',
  },
  {
    set: 'NO_SECOND_LOOK',
    in: 'stops-and-crashes',
    about: 'the session is not read again with the lease',
  },
  {
    set: 'NO_COMPARE',
    in: 'stops-and-crashes',
    about: 'a lease is written whoever has written it',
  },
  { set: 'PASSES_OVER', in: 'stops-and-crashes', about: 'a lease that is held is passed over' },
  {
    set: 'UNEXTENDED',
    in: 'stops-and-crashes',
    about: 'a lease is not extended while its holder lives',
  },
  { set: 'STRANGER', in: 'stops-and-crashes', about: 'a lease is given back whoever has it' },
  { set: 'IMMORTAL', in: 'livelock', about: 'the lease of the dead never runs out' },
  { set: 'NO_VANISHING_CHECK', in: 'vanishing-stops', about: 'an entry is written that vanished' },
  { set: 'NO_VANISHING_MARGIN', in: 'vanishing', about: 'it vanishes for all at the same time' },
  { set: 'RELEASED_BEFORE_END', in: 'store', about: 'the lease goes before the refused session' },
  { set: 'NO_REVISION', in: 'untimely', about: 'new tokens are written without compare-and-set' },
  { set: 'NO_BYTES', in: 'reuse', about: 'new tokens are written over newer ones' },
  { set: 'TOUCHES_ANYTHING', in: 'logout', about: 'an idle end is moved without compare-and-set' },
  { set: 'CACHED', in: 'requests', about: 'a session is served from memory' },
  { set: 'ACKNOWLEDGED_FIRST', in: 'logout', about: 'a logout is answered before the end' },
  {
    set: 'ACKNOWLEDGED_ANYWAY',
    in: 'requests',
    about: 'a logout is answered though the store failed',
  },
  { set: 'CLAIMED_FIRST', in: 'logout-token', about: 'a Logout Token is marked before the end' },
  { set: 'UNLISTED_FIRST', in: 'logout-token', about: 'a session leaves its lists before its end' },
]
