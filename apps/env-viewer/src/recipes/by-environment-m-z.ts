/** Apps that are told of the box by their environment, continued. */
import {
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

/** What Paperless-ngx reads as JSON from one variable. */
const PAPERLESS = JSON.stringify({
  openid_connect: {
    SCOPE: ['openid', 'profile', 'email'],
    OAUTH_PKCE_ENABLED: true,
    APPS: [
      {
        provider_id: 'lazycat',
        name: 'LazyCat',
        client_id: CLIENT_ID,
        secret: CLIENT_SECRET,
        settings: { server_url: DISCOVERY },
      },
    ],
  },
})

/** The recipes M to Z. */
export const BY_ENVIRONMENT_M_Z: readonly Recipe[] = [
  {
    id: 'mealie',
    app: 'Mealie 2',
    redirectPath: '/login',
    environment: [
      ['BASE_URL', APP_ORIGIN],
      ['OIDC_AUTH_ENABLED', 'true'],
      ['OIDC_CONFIGURATION_URL', DISCOVERY],
      ['OIDC_CLIENT_ID', CLIENT_ID],
      ['OIDC_CLIENT_SECRET', CLIENT_SECRET],
      ['OIDC_PROVIDER_NAME', 'LazyCat'],
      ['OIDC_ADMIN_GROUP', 'ADMIN'],
    ],
    notes: [
      {
        en: 'When it asks for an http redirect URI, start its server with --forwarded-allow-ips, so that it believes the box’s X-Forwarded-Proto.',
        zh: '如果它申请的是 http 回调地址，请给它的服务器加上 --forwarded-allow-ips，让它采信微服的 X-Forwarded-Proto。',
      },
    ],
    source: {
      places: [
        'mealie-recipes/mealie docs/docs/documentation/getting-started/authentication/oidc-v2.md @0601d2b',
        'mealie-recipes/mealie docs/docs/documentation/getting-started/installation/backend-config.md @00e8ed1',
      ],
      says: {
        en: 'The variables, the redirect URI /login, and what a proxy needs.',
        zh: '各变量、回调路径 /login，以及代理之后的要求。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'miniflux',
    app: 'Miniflux',
    redirectPath: '/oauth2/oidc/callback',
    environment: [
      ['BASE_URL', APP_ORIGIN],
      ['OAUTH2_PROVIDER', 'oidc'],
      ['OAUTH2_OIDC_PROVIDER_NAME', 'LazyCat'],
      ['OAUTH2_OIDC_DISCOVERY_ENDPOINT', ISSUER],
      ['OAUTH2_CLIENT_ID', CLIENT_ID],
      ['OAUTH2_CLIENT_SECRET', CLIENT_SECRET],
      ['OAUTH2_REDIRECT_URL', `${APP_ORIGIN}/oauth2/oidc/callback`],
      ['OAUTH2_USER_CREATION', '1'],
    ],
    notes: [
      {
        en: 'The discovery endpoint is the issuer itself; Miniflux adds /.well-known/openid-configuration.',
        zh: '发现端点就是签发者本身；Miniflux 会自己补上 /.well-known/openid-configuration。',
      },
    ],
    source: {
      places: ['miniflux/v2 miniflux.1 @023ac1b', 'Miniflux discussion 2047'],
      says: {
        en: 'The variables, and a redirect URL like /oauth2/oidc/callback.',
        zh: '各变量，以及形如 /oauth2/oidc/callback 的回调地址。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'open-webui',
    app: 'Open WebUI',
    redirectPath: '/oauth/oidc/callback',
    environment: [
      ['WEBUI_URL', APP_ORIGIN],
      ['ENABLE_OAUTH_SIGNUP', 'true'],
      ['OAUTH_PROVIDER_NAME', 'LazyCat'],
      ['OPENID_PROVIDER_URL', DISCOVERY],
      ['OAUTH_CLIENT_ID', CLIENT_ID],
      ['OAUTH_CLIENT_SECRET', CLIENT_SECRET],
      ['OAUTH_SCOPES', 'openid email profile groups'],
      ['OPENID_REDIRECT_URI', `${APP_ORIGIN}/oauth/oidc/callback`],
      ['ENABLE_OAUTH_PERSISTENT_CONFIG', 'false'],
      ['ENABLE_OAUTH_ROLE_MANAGEMENT', 'true'],
      ['OAUTH_ROLES_CLAIM', 'groups'],
      ['OAUTH_ALLOWED_ROLES', '*'],
      ['OAUTH_ADMIN_ROLES', 'ADMIN'],
    ],
    notes: [
      {
        en: 'Without ENABLE_OAUTH_PERSISTENT_CONFIG=false a stored copy of the client secret outlives the real one.',
        zh: '不设 ENABLE_OAUTH_PERSISTENT_CONFIG=false 的话，存下来的旧客户端密钥会比真正的密钥活得更久。',
      },
    ],
    source: {
      places: ['open-webui/docs docs/features/authentication-access/auth/sso/index.mdx @0539465'],
      says: {
        en: 'The variables, the redirect URI /oauth/oidc/callback, and roles from a claim.',
        zh: '各变量、回调路径 /oauth/oidc/callback，以及由声明决定角色的方法。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'outline',
    app: 'Outline',
    redirectPath: '/auth/oidc.callback',
    environment: [
      ['URL', APP_ORIGIN],
      ['OIDC_CLIENT_ID', CLIENT_ID],
      ['OIDC_CLIENT_SECRET', CLIENT_SECRET],
      ['OIDC_AUTH_URI', AUTHORIZATION_ENDPOINT],
      ['OIDC_TOKEN_URI', TOKEN_ENDPOINT],
      ['OIDC_USERINFO_URI', USERINFO_ENDPOINT],
      ['OIDC_USERNAME_CLAIM', 'preferred_username'],
      ['OIDC_DISPLAY_NAME', 'LazyCat'],
      ['OIDC_SCOPES', 'openid profile email'],
    ],
    source: {
      places: [
        'outline/outline .env.sample @000b2f0',
        'outline/outline plugins/oidc/server/auth/oidc.ts @06c5d54',
      ],
      says: {
        en: 'The variables; the callback is /auth/oidc.callback below URL.',
        zh: '各变量；回调路径为 URL 之下的 /auth/oidc.callback。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'paperless-ngx',
    app: 'Paperless-ngx',
    redirectPath: '/accounts/oidc/lazycat/login/callback/',
    environment: [
      ['PAPERLESS_URL', APP_ORIGIN],
      ['PAPERLESS_APPS', 'allauth.socialaccount.providers.openid_connect'],
      ['PAPERLESS_SOCIALACCOUNT_PROVIDERS', PAPERLESS],
    ],
    source: {
      places: [
        'paperless-ngx/paperless-ngx docs/advanced_usage.md @0060378',
        'paperless-ngx/paperless-ngx docs/configuration.md',
        'pennersr/django-allauth docs/socialaccount/providers/openid_connect.rst @16a1d50',
      ],
      says: {
        en: 'The two variables with their JSON; the callback is /accounts/oidc/{provider_id}/login/callback/.',
        zh: '这两个变量及其 JSON；回调路径为 /accounts/oidc/{provider_id}/login/callback/。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'planka',
    app: 'PLANKA',
    redirectPath: '/oidc-callback',
    environment: [
      ['BASE_URL', APP_ORIGIN],
      ['OIDC_ISSUER', ISSUER],
      ['OIDC_CLIENT_ID', CLIENT_ID],
      ['OIDC_CLIENT_SECRET', CLIENT_SECRET],
      ['OIDC_SCOPES', 'openid profile email groups'],
      ['OIDC_ADMIN_ROLES', 'ADMIN'],
      ['OIDC_IGNORE_USERNAME', 'true'],
    ],
    source: {
      places: ['plankanban/planka-docs docs/configuration/oidc.md @3cc1dd0'],
      says: {
        en: 'The variables, roles from the claim groups, and the redirect URI /oidc-callback.',
        zh: '各变量、由 groups 声明决定角色，以及回调路径 /oidc-callback。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'vaultwarden',
    app: 'Vaultwarden',
    redirectPath: '/identity/connect/oidc-signin',
    environment: [
      ['DOMAIN', APP_ORIGIN],
      ['SSO_ENABLED', 'true'],
      ['SSO_AUTHORITY', ISSUER],
      ['SSO_CLIENT_ID', CLIENT_ID],
      ['SSO_CLIENT_SECRET', CLIENT_SECRET],
      ['SSO_PKCE', 'true'],
      ['SSO_AUTH_ONLY_NOT_SESSION', 'true'],
    ],
    notes: [
      {
        en: 'SSO_AUTH_ONLY_NOT_SESSION, since the box issues no refresh token. A master password is needed all the same.',
        zh: '微服不发刷新令牌，因此需要 SSO_AUTH_ONLY_NOT_SESSION。主密码仍然必不可少。',
      },
    ],
    source: {
      places: ['dani-garcia/vaultwarden SSO.md @055cbcc', 'dani-garcia/vaultwarden .env.template'],
      says: {
        en: 'The variables, the callback /identity/connect/oidc-signin, and what to do without a refresh token.',
        zh: '各变量、回调路径 /identity/connect/oidc-signin，以及没有刷新令牌时的做法。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'wekan',
    app: 'WeKan',
    redirectPath: '/_oauth/oidc',
    environment: [
      ['ROOT_URL', APP_ORIGIN],
      ['OAUTH2_ENABLED', 'true'],
      ['OAUTH2_LOGIN_STYLE', 'redirect'],
      ['OAUTH2_CLIENT_ID', CLIENT_ID],
      ['OAUTH2_SECRET', CLIENT_SECRET],
      ['OAUTH2_SERVER_URL', ISSUER],
      ['OAUTH2_AUTH_ENDPOINT', '/auth'],
      ['OAUTH2_TOKEN_ENDPOINT', '/token'],
      ['OAUTH2_USERINFO_ENDPOINT', '/userinfo'],
      ['OAUTH2_ID_MAP', 'sub'],
      ['OAUTH2_USERNAME_MAP', 'preferred_username'],
      ['OAUTH2_FULLNAME_MAP', 'name'],
      ['OAUTH2_EMAIL_MAP', 'email'],
    ],
    source: {
      places: ['wekan/wekan docker-compose.yml @00026ff'],
      says: {
        en: 'The variables with paths below the server’s address, and the redirect URI /_oauth/oidc.',
        zh: '各变量（端点写成服务器地址之下的路径），以及回调路径 /_oauth/oidc。',
      },
      verified: VERIFIED,
    },
  },
]
