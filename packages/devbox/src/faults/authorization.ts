/** Faults of the authorization response: what arrives at the redirect URI. */
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import type { Fault, Faults, Members, Parameters } from './fault.ts'
import type { AuthorizationFault } from './names.ts'

const OTHER_ISSUER = `https://other.invalid${PROVIDER_PATH.value}`
const advertised = (value: Members): Members => ({
  ...value,
  authorization_response_iss_parameter_supported: true,
})

export const AUTHORIZATION_FAULTS: Faults<AuthorizationFault> = {
  'invalid-state': {
    en: 'Answers with a state that the client did not send.',
    zh: '返回的 state 不是客户端发出的。',
    response: (list) => replace(list, 'state', 'not-the-state-you-sent'),
  },
  'missing-state': {
    en: 'Answers without the state.',
    zh: '响应中没有 state。',
    response: (list) => omit(list, 'state'),
  },
  'repeated-state': {
    en: 'Sends the state twice, the second one wrong.',
    zh: 'state 出现两次，第二个是错的。',
    response: (list) => [...list, ['state', 'not-the-state-you-sent']],
  },
  'missing-code': {
    en: 'Answers without the authorization code.',
    zh: '响应中没有授权码。',
    response: (list) => omit(list, 'code'),
  },
  'repeated-code': {
    en: 'Sends the authorization code twice.',
    zh: '授权码出现两次。',
    response: (list) => [...list, ...list.filter(([name]) => name === 'code')],
  },
  'oversized-code': {
    en: 'Sends an authorization code of 10 KB.',
    zh: '授权码长达 10 KB。',
    response: (list) => replace(list, 'code', 'a'.repeat(10_240)),
  },
  'code-and-error': {
    en: 'Sends a good code together with an error.',
    zh: '同时返回有效的授权码和 error。',
    response: (list) => [...list, ['error', 'access_denied']],
  },
  'invalid-response-iss': {
    en: 'Adds an iss parameter that names another provider.',
    zh: '附加的 iss 参数指向另一个提供方。',
    response: (list) => [...list, ['iss', OTHER_ISSUER]],
  },
  'response-iss': {
    en: 'Adds the right iss parameter and advertises it (RFC 9207); a client accepts it.',
    zh: '附加正确的 iss 参数并在发现文档中声明（RFC 9207）；客户端应接受。',
    response: (list, box) => [...list, ['iss', box.issuer]],
    members: { discovery: advertised },
  },
  'missing-response-iss': {
    en: 'Advertises the iss parameter (RFC 9207) but does not send it.',
    zh: '声明支持 iss 参数（RFC 9207），却不发送。',
    members: { discovery: advertised },
  },
  'error-access-denied': error('access_denied', 'The user said no'),
  'error-server-error': error('server_error', 'Something broke'),
  'error-temporarily-unavailable': error('temporarily_unavailable', 'Come back later'),
  'error-invalid-scope': error('invalid_scope', 'That scope is not for you'),
}

function error(code: string, description: string): Fault {
  return {
    en: `Answers with the error ${code} in place of a code.`,
    zh: `以错误 ${code} 代替授权码。`,
    response: (list) => [
      ['error', code],
      ['error_description', description],
      ...omit(list, 'code'),
    ],
  }
}

function omit(list: Parameters, name: string): Parameters {
  return list.filter(([key]) => key !== name)
}

function replace(list: Parameters, name: string, value: string): Parameters {
  return list.map(([key, old]) => [key, key === name ? value : old] as const)
}
