import { substituteVariables } from 'catflap-lazycat/template'
import { expect, it } from 'vitest'

const VALUES = { LAZYCAT_APP_ID: 'dev.example.app', EMPTY: '', ODD: '${LAZYCAT_APP_ID}$1$&' }

it.each([
  ['id=${LAZYCAT_APP_ID}', 'id=dev.example.app', []],
  ['${LAZYCAT_APP_ID}${LAZYCAT_APP_ID}', 'dev.example.appdev.example.app', []],
  ['[${EMPTY}]', '[]', []],
  ['[${LAZYCAT_AUTH_OIDC_ISSUER}]', '[]', ['LAZYCAT_AUTH_OIDC_ISSUER']],
  ['${A}${B}${A}', '', ['A', 'B']],
  ['[${ODD}]', '[${LAZYCAT_APP_ID}$1$&]', []],
  ['[${constructor}]', '[]', ['constructor']],
  ['$LAZYCAT_APP_ID ${1} ${} ${a-b} $${', '$LAZYCAT_APP_ID ${1} ${} ${a-b} $${', []],
])('%s becomes %s', (source, text, unset) => {
  expect(substituteVariables(source, VALUES)).toEqual({ text, unset })
})
