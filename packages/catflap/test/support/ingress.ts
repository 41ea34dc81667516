/** An app on a box, whose ingress names who is asking. */
import type { LoginOptions } from '../../src/configuration/login-options.ts'
import { APP, ENVIRONMENT } from './provider.ts'

/** Options that take the ingress's word; the provider is the tests' own. */
export const ACCEPTING: LoginOptions & { readonly session: { readonly acceptIngressUser: true } } =
  {
    environment: {
      ...ENVIRONMENT,
      LAZYCAT_APP_DOMAIN: new URL(APP).host,
      LAZYCAT_BOX_DOMAIN: 'box.example',
    },
    session: { acceptIngressUser: true },
  }

/** What the ingress says of a visit of alice, who administers the box. */
export const ALICE = {
  'x-hc-user-id': 'alice',
  'x-hc-user-role': 'ADMIN',
  'x-hc-source': 'client',
} as const

/** The same of bob, who does not. */
export const BOB = { ...ALICE, 'x-hc-user-id': 'bob', 'x-hc-user-role': 'NORMAL' } as const

/** What Chromium sends for a page that was opened by a link from anywhere. */
export const LINKED = {
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
} as const
