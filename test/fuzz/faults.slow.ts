/** What the targets of sealed values, of callbacks and of the viewer's masking are for: a fault of the sources is found by their rules. */
import { afterAll, expect, it } from 'vitest'
import { type BuiltTarget, buildTarget } from './engine/build.mjs'
import { readCorpus } from './engine/files.mjs'
import { watch } from './engine/watch.mjs'

const built: BuiltTarget[] = []
afterAll(() => Promise.all(built.map((one) => one.remove())))

const SEAL = '/session/seal.ts'

it.each([
  [
    'what was sealed opens under any name',
    'sealed',
    [
      {
        file: SEAL,
        from: 'cipher.setAAD(Buffer.from(name))\n  return',
        to: 'cipher.setAAD(Buffer.from(""))\n  return',
      },
      {
        file: SEAL,
        from: 'decipher.setAAD(Buffer.from(name))',
        to: 'decipher.setAAD(Buffer.from(""))',
      },
    ],
    /for this state|opens/,
  ],
  [
    'what does not fit its seal opens',
    'sealed',
    [{ file: SEAL, from: '    decipher.final()\n', to: '' }],
    /steps of its login/,
  ],
  [
    'somebody else is told why a session ended',
    'sealed',
    [
      {
        file: '/session/ended-reason.ts',
        from: 'if (ingressUser !== undefined &&',
        to: 'if (false &&',
      },
    ],
    /somebody else is told nothing/,
  ],
  [
    'a login is redeemed by two processes',
    'callback',
    [{ file: '/routes/callback.ts', from: '  if (first) return\n', to: '  return\n' }],
    /a login is redeemed once/,
  ],
  [
    'a login in silence ends with a page of an error',
    'callback',
    [
      {
        file: '/routes/callback.ts',
        from: 'if (isSilent(request.parameters))',
        to: 'if (!true)',
      },
    ],
    /in silence no page comes between/,
  ],
  [
    'a stale answer is an error for whoever is signed in',
    'callback',
    [{ file: '/routes/callback.ts', from: "  'STATE_MISMATCH',\n", to: '' }],
    /shown no error of a stale answer/,
  ],
  [
    'an answer of another issuer is taken',
    'callback',
    [
      {
        file: '/protocol/authorization-response.ts',
        from: 'iss !== expected.issuer)',
        to: 'false)',
      },
    ],
    /no session comes before the right query|a login is redeemed once/,
  ],
  [
    'a disguise of three is not seen through',
    'masking',
    [{ file: '/env/decodings.ts', from: 'export const DEPTH = 3', to: 'export const DEPTH = 2' }],
    /no secret is seen/,
  ],
  [
    'a password in an address is shown',
    'masking',
    [{ file: '/env/credentials.ts', from: '...urls.map(last),', to: '' }],
    /no secret is seen/,
  ],
  [
    'a long password before an at sign is shown',
    'masking',
    [
      {
        file: '/env/users.ts',
        from: 'if (to !== undefined) spans',
        to: 'if (to !== undefined && to - from < 200) spans',
      },
    ],
    /no secret is seen/,
  ],
  [
    'a password ends at its first at sign',
    'masking',
    [{ file: '/env/users.ts', from: 'found[next - 1] :', to: 'found[first] :' }],
    /no secret is seen/,
  ],
  [
    'a secret behind a switch and a hundred blanks is shown',
    'masking',
    [
      {
        file: '/env/pairs.ts',
        from: 'text.slice(start.from, to)',
        to: 'text.slice(start.from, Math.min(to, start.from + 100))',
      },
    ],
    /no secret is seen/,
  ],
  [
    'no records are looked for',
    'masking',
    [{ file: '/env/pairs.ts', from: '[pairsIn, recordsIn,', to: '[pairsIn,' }],
    /no secret is seen/,
  ],
  [
    'no words are looked for',
    'masking',
    [{ file: '/env/pairs.ts', from: 'elementsIn, wordsIn]', to: 'elementsIn]' }],
    /no secret is seen/,
  ],
  [
    'no elements are looked for',
    'masking',
    [{ file: '/env/pairs.ts', from: 'flagsIn, elementsIn,', to: 'flagsIn,' }],
    /no secret is seen/,
  ],
  [
    'no users are looked for',
    'masking',
    [{ file: '/env/pairs.ts', from: '[...flags, ...users]', to: 'flags' }],
    /no secret is seen/,
  ],
  [
    'more is hidden than stands for the secret',
    'masking',
    [{ file: '/env/mask.ts', from: 'bytesOf(MASK)\n', to: 'bytesOf(`${MASK} `)\n' }],
    /what is seen is of the value|from its start to its end/,
  ],
])(
  'it is found that %s',
  async (_, target, faults, told) => {
    const one = await buildTarget(`targets/${target}.ts`, faults)
    built.push(one)
    const { found } = await watch(one, { seed: 1, corpus: readCorpus(target), runs: 4000, most: 1 })
    // An input or two more may run until the thread has heard of it.
    expect(found[0]?.what).toMatch(told)
  },
  600_000,
)

it.each(['sealed', 'masking', 'callback'])(
  'nothing is found where %s has no fault',
  async (target) => {
    const one = await buildTarget(`targets/${target}.ts`)
    built.push(one)
    const { found } = await watch(one, { seed: 1, corpus: readCorpus(target), runs: 4000 })
    expect(found).toEqual([])
  },
  600_000,
)
