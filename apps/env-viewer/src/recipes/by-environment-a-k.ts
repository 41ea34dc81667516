/** Apps that are told of the box by their environment: the manifest says it all. */
import { STABLE_SECRET } from 'catflap-lazycat/facts'
import {
  APP_DOMAIN,
  APP_ORIGIN,
  AUTHORIZATION_ENDPOINT,
  CLIENT_ID,
  CLIENT_SECRET,
  DISCOVERY,
  ISSUER,
  type Recipe,
  TOKEN_ENDPOINT,
  USERINFO_ENDPOINT,
  VERIFIED,
} from './recipe.ts'

/** The recipes A to K. */
export const BY_ENVIRONMENT_A_K: readonly Recipe[] = [
  {
    id: 'actual',
    app: 'Actual Budget',
    redirectPath: '/openid/callback',
    environment: [
      ['ACTUAL_OPENID_DISCOVERY_URL', DISCOVERY],
      ['ACTUAL_OPENID_CLIENT_ID', CLIENT_ID],
      ['ACTUAL_OPENID_CLIENT_SECRET', CLIENT_SECRET],
      ['ACTUAL_OPENID_SERVER_HOSTNAME', APP_ORIGIN],
    ],
    source: {
      places: ['actualbudget/docs docs/config/oauth-auth.md @54f9f67'],
      says: {
        en: 'The four variables, and the redirect URI /openid/callback below the server’s address.',
        zh: '这四个变量，以及服务器地址下的回调路径 /openid/callback。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'bookstack',
    app: 'BookStack',
    redirectPath: '/oidc/callback',
    environment: [
      ['APP_URL', APP_ORIGIN],
      ['AUTH_METHOD', 'oidc'],
      ['OIDC_NAME', 'LazyCat'],
      ['OIDC_DISPLAY_NAME_CLAIMS', 'name'],
      ['OIDC_CLIENT_ID', CLIENT_ID],
      ['OIDC_CLIENT_SECRET', CLIENT_SECRET],
      ['OIDC_ISSUER', ISSUER],
      ['OIDC_ISSUER_DISCOVER', 'true'],
    ],
    source: {
      places: [
        'BookStackApp/BookStack app/Config/oidc.php @2728c82',
        'BookStackApp/BookStack app/Access/Oidc/OidcService.php @094bc65',
        'BookStackApp/BookStack .env.example @004a8c7',
      ],
      says: {
        en: 'The variables and their defaults; the redirect URI is url(/oidc/callback).',
        zh: '各变量及其默认值；回调地址为 url(/oidc/callback)。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'freshrss',
    app: 'FreshRSS',
    redirectPath: '/i/oidc/',
    environment: [
      ['OIDC_ENABLED', '1'],
      ['OIDC_PROVIDER_METADATA_URL', DISCOVERY],
      ['OIDC_CLIENT_ID', CLIENT_ID],
      ['OIDC_CLIENT_SECRET', CLIENT_SECRET],
      ['OIDC_CLIENT_CRYPTO_KEY', STABLE_SECRET.value],
      ['OIDC_SCOPES', 'openid profile email'],
      ['OIDC_X_FORWARDED_HEADERS', 'X-Forwarded-Proto'],
    ],
    notes: [
      {
        en: 'Needs the Debian image on x86_64. In the setup, choose HTTP authentication and take your name as the box sends it (user@box domain) as the default user.',
        zh: '需要 x86_64 的 Debian 镜像。安装向导中请选择 HTTP 认证，并把微服发来的名称（用户@微服域名）设为默认用户。',
      },
    ],
    source: {
      places: ['FreshRSS/FreshRSS docs/en/admins/16_OpenID-Connect.md @0e11787'],
      says: {
        en: 'The variables, the callback /i/oidc/, and X-Forwarded headers behind a proxy.',
        zh: '各变量、回调路径 /i/oidc/，以及代理之后需要的 X-Forwarded 头。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'grafana',
    app: 'Grafana',
    redirectPath: '/login/generic_oauth',
    environment: [
      ['GF_SERVER_ROOT_URL', `${APP_ORIGIN}/`],
      ['GF_AUTH_GENERIC_OAUTH_ENABLED', 'true'],
      ['GF_AUTH_GENERIC_OAUTH_NAME', 'LazyCat'],
      ['GF_AUTH_GENERIC_OAUTH_CLIENT_ID', CLIENT_ID],
      ['GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', CLIENT_SECRET],
      ['GF_AUTH_GENERIC_OAUTH_AUTH_URL', AUTHORIZATION_ENDPOINT],
      ['GF_AUTH_GENERIC_OAUTH_TOKEN_URL', TOKEN_ENDPOINT],
      ['GF_AUTH_GENERIC_OAUTH_API_URL', USERINFO_ENDPOINT],
      ['GF_AUTH_GENERIC_OAUTH_SCOPES', 'openid profile email groups'],
      ['GF_AUTH_GENERIC_OAUTH_USE_PKCE', 'true'],
      [
        'GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH',
        "contains(groups[*], 'ADMIN') && 'Admin' || 'Viewer'",
      ],
    ],
    notes: [
      {
        en: 'The last line makes administrators of the box administrators of Grafana; leave it out to give roles by hand.',
        zh: '最后一行让微服管理员成为 Grafana 管理员；想手动分配角色就去掉它。',
      },
    ],
    source: {
      places: [
        'grafana/grafana docs/sources/setup-grafana/configure-security/configure-authentication/generic-oauth/index.md @00f489d',
      ],
      says: {
        en: 'The callback /login/generic_oauth below root_url, the options and the role expression.',
        zh: 'root_url 之下的回调路径 /login/generic_oauth、各选项与角色表达式。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'hedgedoc',
    app: 'HedgeDoc 1',
    redirectPath: '/auth/oauth2/callback',
    environment: [
      ['CMD_DOMAIN', APP_DOMAIN],
      ['CMD_PROTOCOL_USESSL', 'true'],
      ['CMD_URL_ADDPORT', 'false'],
      ['CMD_OAUTH2_PROVIDERNAME', 'LazyCat'],
      ['CMD_OAUTH2_CLIENT_ID', CLIENT_ID],
      ['CMD_OAUTH2_CLIENT_SECRET', CLIENT_SECRET],
      ['CMD_OAUTH2_SCOPE', 'openid email profile'],
      ['CMD_OAUTH2_AUTHORIZATION_URL', AUTHORIZATION_ENDPOINT],
      ['CMD_OAUTH2_TOKEN_URL', TOKEN_ENDPOINT],
      ['CMD_OAUTH2_USER_PROFILE_URL', USERINFO_ENDPOINT],
      ['CMD_OAUTH2_USER_PROFILE_USERNAME_ATTR', 'sub'],
      ['CMD_OAUTH2_USER_PROFILE_DISPLAY_NAME_ATTR', 'name'],
      ['CMD_OAUTH2_USER_PROFILE_EMAIL_ATTR', 'email'],
    ],
    source: {
      places: [
        'hedgedoc/hedgedoc docs/content/guides/auth/authelia.md @4e738f1',
        'hedgedoc/hedgedoc docs/content/guides/auth/keycloak.md @0dfe793',
      ],
      says: {
        en: 'The variables, and the redirect URI /auth/oauth2/callback.',
        zh: '各变量，以及回调路径 /auth/oauth2/callback。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'karakeep',
    app: 'Karakeep (Hoarder)',
    redirectPath: '/api/auth/callback/custom',
    environment: [
      ['NEXTAUTH_URL', APP_ORIGIN],
      ['OAUTH_WELLKNOWN_URL', DISCOVERY],
      ['OAUTH_CLIENT_ID', CLIENT_ID],
      ['OAUTH_CLIENT_SECRET', CLIENT_SECRET],
      ['OAUTH_PROVIDER_NAME', 'LazyCat'],
    ],
    source: {
      places: [
        'karakeep-app/karakeep docs/docs/03-configuration/01-environment-variables.md @00a572b',
      ],
      says: {
        en: 'The variables, and the redirect URI /api/auth/callback/custom below NEXTAUTH_URL.',
        zh: '各变量，以及 NEXTAUTH_URL 之下的回调路径 /api/auth/callback/custom。',
      },
      verified: VERIFIED,
    },
  },
]
