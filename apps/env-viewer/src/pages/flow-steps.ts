/** Between whom each step of a login takes place, and which text of the specifications governs it. */
import type { LoginStepName } from 'catflap'

/** Who takes part in a login, from left to right. */
export type Party = 'browser' | 'app' | 'provider'

/** One step as it is drawn. */
export interface FlowStep {
  readonly from: Party
  readonly to: Party
  /** Whether an answer comes back the same way. */
  readonly answered: boolean
  readonly specification: { readonly name: string; readonly href: string }
}

const CORE = 'https://openid.net/specs/openid-connect-core-1_0.html'

const core = (section: string, anchor: string): FlowStep['specification'] => ({
  name: `OpenID Connect Core 1.0, ${section}`,
  href: `${CORE}#${anchor}`,
})

/** Every step, in the order of a login. */
export const FLOW: Readonly<Record<LoginStepName, FlowStep>> = {
  'authorization-request': {
    from: 'browser',
    to: 'provider',
    answered: false,
    specification: core('3.1.2.1', 'AuthRequest'),
  },
  'authorization-response': {
    from: 'provider',
    to: 'browser',
    answered: false,
    specification: core('3.1.2.5', 'AuthResponse'),
  },
  'token-request': {
    from: 'app',
    to: 'provider',
    answered: true,
    specification: core('3.1.3', 'TokenEndpoint'),
  },
  'jwks-request': {
    from: 'app',
    to: 'provider',
    answered: true,
    specification: {
      name: 'RFC 7517, 5',
      href: 'https://www.rfc-editor.org/rfc/rfc7517.html#section-5',
    },
  },
  'id-token': {
    from: 'app',
    to: 'app',
    answered: false,
    specification: core('3.1.3.7', 'IDTokenValidation'),
  },
  'userinfo-request': {
    from: 'app',
    to: 'provider',
    answered: true,
    specification: core('5.3', 'UserInfo'),
  },
  session: {
    from: 'app',
    to: 'browser',
    answered: false,
    specification: {
      name: 'RFC 6265, 4.1',
      href: 'https://www.rfc-editor.org/rfc/rfc6265.html#section-4.1',
    },
  },
}

/** The names of the steps, in the order of a login. */
export const FLOW_ORDER: readonly LoginStepName[] = Object.keys(FLOW) as LoginStepName[]
