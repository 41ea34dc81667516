/** The UserInfo response: about the person of the ID Token, or nothing. */
import { checkUserInfo } from '../../../packages/catflap/src/provider/userinfo.ts'
import { answerChange, answering, codeOf, depthOf, ISSUER } from '../engine/answers.ts'
import { must, type Target } from '../engine/target.ts'

const WORDS = [
  'sub',
  'u-1',
  'name',
  'email',
  'groups',
  'application/jwt',
  '200 application/jwt\n',
  '401 \n',
  'e30.e30.',
  '__proto__',
  'constructor',
  'toJSON',
]
const ENDPOINT = `${ISSUER}/userinfo`

export const target: Target = {
  words: WORDS,
  change: answerChange(WORDS),
  async run(input) {
    const claims = await answering(input)('userinfo', ENDPOINT)
      .then((answer) => checkUserInfo(ENDPOINT, answer, 'u-1', async () => ({ sub: 'signed' })))
      .catch(
        (error: unknown) => void codeOf(error, /^USERINFO_(UNAVAILABLE|INVALID|SUB_MISMATCH)$/),
      )
    if (claims === undefined) return
    must(claims.sub === 'u-1', 'it is about the person of the ID Token')
    must(depthOf(claims) <= 32, 'whoever walks through it comes to an end')
    must(Object.getPrototypeOf(claims) === Object.prototype, 'it is a plain object')
  },
}
