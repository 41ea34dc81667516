/** Apps that are told of the box by a person: in their settings, a command or a file of theirs. */
import { VARIABLE } from 'catflap-lazycat/facts'
import {
  APP_ORIGIN,
  AUTHORIZATION_ENDPOINT,
  CLIENT_ID,
  CLIENT_SECRET,
  DISCOVERY,
  ISSUER,
  READABLE,
  type Recipe,
  TOKEN_ENDPOINT,
  USERINFO_ENDPOINT,
  VERIFIED,
} from './recipe.ts'

/** Their recipes. */
export const BY_SETTINGS: readonly Recipe[] = [
  {
    id: 'gitea',
    app: 'Gitea',
    redirectPath: '/user/oauth2/lazycat/callback',
    environment: READABLE,
    settings: {
      where: {
        en: 'gitea admin auth add-oauth, or the same fields under Site Administration',
        zh: 'gitea admin auth add-oauth，或“站点管理”中的相同字段',
      },
      values: [
        ['--name', 'lazycat'],
        ['--provider', 'openidConnect'],
        ['--key', CLIENT_ID],
        ['--secret', CLIENT_SECRET],
        ['--auto-discover-url', DISCOVERY],
        ['--scopes', 'openid email profile groups'],
        ['--group-claim-name', 'groups'],
        ['--admin-group', 'ADMIN'],
      ],
    },
    notes: [
      {
        en: 'The name is part of the redirect URI: with another name, oidc_redirect_path is another too.',
        zh: '名称是回调地址的一部分：换了名称，oidc_redirect_path 也要跟着换。',
      },
    ],
    source: {
      places: [
        'go-gitea/gitea docs/content/administration/command-line.en-us.md @2b0145d',
        'go-gitea/gitea services/auth/source/oauth2/providers.go @03b37ce',
      ],
      says: {
        en: 'The options of the command; the callback is user/oauth2/{name}/callback.',
        zh: '该命令的各选项；回调路径为 user/oauth2/{name}/callback。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'immich',
    app: 'Immich',
    redirectPath: '/auth/login',
    environment: READABLE,
    settings: {
      where: {
        en: 'Administration → Settings → OAuth',
        zh: '管理（Administration）→ 设置（Settings）→ OAuth',
      },
      values: [
        ['Issuer URL', ISSUER],
        ['Client ID', CLIENT_ID],
        ['Client Secret', CLIENT_SECRET],
        ['Scope', 'openid email profile'],
        ['Signing Algorithm', 'RS256'],
        ['Storage Label Claim', 'preferred_username'],
      ],
    },
    notes: [
      {
        en: 'A box registers one redirect URI, so the browser can sign in, but the mobile app (app.immich:///oauth-callback) and linking under /user-settings cannot.',
        zh: '微服只登记一个回调地址，因此浏览器可以登录，而手机应用（app.immich:///oauth-callback）和 /user-settings 中的账号关联不行。',
      },
    ],
    source: {
      places: ['immich-app/immich docs/docs/administration/oauth.md @0a0f030'],
      says: {
        en: 'The settings and the three redirect URIs, of which /auth/login is the browser’s.',
        zh: '各设置项，以及三个回调地址，其中 /auth/login 用于浏览器。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'jellyfin',
    app: 'Jellyfin (SSO plugin)',
    redirectPath: '/sso/OID/redirect/lazycat',
    environment: READABLE,
    settings: {
      where: {
        en: 'Settings of the SSO plugin, provider name lazycat',
        zh: 'SSO 插件的设置，提供方名称为 lazycat',
      },
      values: [
        ['oidEndpoint', ISSUER],
        ['oidClientId', CLIENT_ID],
        ['oidSecret', CLIENT_SECRET],
        ['enabled', 'true'],
        ['enableAuthorization', 'true'],
        ['enableAllFolders', 'true'],
        ['oidScopes', 'groups'],
        ['roleClaim', 'groups'],
        ['adminRoles', 'ADMIN'],
        ['schemeOverride', 'https'],
      ],
    },
    notes: [
      {
        en: 'The login begins at /sso/OID/start/lazycat, in the browser only.',
        zh: '登录从 /sso/OID/start/lazycat 开始，仅限浏览器。',
      },
    ],
    source: {
      places: ['9p4/jellyfin-plugin-sso README.md @01866d8'],
      says: {
        en: 'The members of a provider, and the callback /sso/OID/redirect/{provider name}.',
        zh: '提供方的各字段，以及回调路径 /sso/OID/redirect/{提供方名称}。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'memos',
    app: 'Memos',
    redirectPath: '/auth/callback',
    environment: READABLE,
    settings: {
      where: {
        en: 'Settings → Identity Providers (SSO), custom OAuth 2.0',
        zh: '设置 → 身份提供方（SSO），自定义 OAuth 2.0',
      },
      values: [
        ['Client ID', CLIENT_ID],
        ['Client secret', CLIENT_SECRET],
        ['Authorization endpoint', AUTHORIZATION_ENDPOINT],
        ['Token endpoint', TOKEN_ENDPOINT],
        ['User endpoint', USERINFO_ENDPOINT],
        ['Scopes', 'openid profile email'],
        ['Identifier', 'preferred_username'],
        ['Display name', 'name'],
        ['Email', 'email'],
      ],
    },
    source: {
      places: [
        'usememos/dotcom content/docs/configuration/authentication.mdx @0f68a37',
        'usememos/memos web/src/pages/SignIn.tsx @01ff3f7',
      ],
      says: {
        en: 'The settings of a custom provider; the page that signs in sends /auth/callback as its redirect URI.',
        zh: '自定义提供方的各设置项；登录页面以 /auth/callback 为回调地址。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'nextcloud',
    app: 'Nextcloud (user_oidc)',
    redirectPath: '/apps/user_oidc/code',
    environment: READABLE,
    settings: {
      where: { en: 'occ user_oidc:provider lazycat', zh: 'occ user_oidc:provider lazycat' },
      values: [
        ['--clientid', CLIENT_ID],
        ['--clientsecret-env', VARIABLE.clientSecret.name],
        ['--discoveryuri', DISCOVERY],
        ['--scope', 'openid email profile'],
      ],
    },
    notes: [
      {
        en: 'An installation that shows /index.php in its addresses has /index.php/apps/user_oidc/code. Run the command again after each installation, since the secret changes.',
        zh: '地址中带 /index.php 的安装使用 /index.php/apps/user_oidc/code。密钥每次安装都会变化，届时请重新执行该命令。',
      },
    ],
    source: {
      places: [
        'nextcloud/user_oidc lib/Command/UpsertProvider.php @0590bb1',
        'nextcloud/user_oidc appinfo/routes.php @0cd7d7a',
      ],
      says: {
        en: 'The options of the command; the route of the callback is /code of the app.',
        zh: '该命令的各选项；回调路由为该应用的 /code。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'portainer',
    app: 'Portainer',
    redirectPath: '/',
    environment: READABLE,
    settings: {
      where: {
        en: 'Settings → Authentication → OAuth → Custom',
        zh: '设置（Settings）→ 认证（Authentication）→ OAuth → Custom',
      },
      values: [
        ['Client ID', CLIENT_ID],
        ['Client secret', CLIENT_SECRET],
        ['Authorization URL', AUTHORIZATION_ENDPOINT],
        ['Access token URL', TOKEN_ENDPOINT],
        ['Resource URL', USERINFO_ENDPOINT],
        ['Redirect URL', `${APP_ORIGIN}/`],
        ['User identifier', 'preferred_username'],
        ['Scopes', 'openid profile email'],
      ],
    },
    source: {
      places: ['portainer/portainer-docs admin/settings/authentication/oauth.md @05d8c64'],
      says: {
        en: 'The fields; the redirect URL is the address of Portainer itself.',
        zh: '各字段；回调地址就是 Portainer 自身的地址。',
      },
      verified: VERIFIED,
    },
  },
  {
    id: 'vikunja',
    app: 'Vikunja',
    redirectPath: '/auth/openid/lazycat',
    environment: READABLE,
    settings: {
      where: {
        en: 'auth.openid in its config.yml, with one entry in providers',
        zh: '其 config.yml 中的 auth.openid，providers 里写一项',
      },
      values: [
        ['enabled', 'true'],
        ['redirecturl', `${APP_ORIGIN}/auth/openid/`],
        ['providers: name', 'lazycat'],
        ['providers: authurl', ISSUER],
        ['providers: clientid', CLIENT_ID],
        ['providers: clientsecret', CLIENT_SECRET],
        ['providers: scope', 'openid profile email'],
      ],
    },
    notes: [
      {
        en: 'The slash at the end of redirecturl matters; Vikunja adds the name of the provider.',
        zh: 'redirecturl 末尾的斜杠不能少；Vikunja 会在后面加上提供方名称。',
      },
    ],
    source: {
      places: [
        'go-vikunja/vikunja docs/content/doc/setup/openid.md @4bb1d5e',
        'go-vikunja/vikunja docs/content/doc/setup/openid-examples.md @4615b4d',
      ],
      says: {
        en: 'The keys, the issuer as authurl, and redirect URIs like /auth/openid/{provider}.',
        zh: '各配置项、以签发者作为 authurl，以及形如 /auth/openid/{提供方} 的回调地址。',
      },
      verified: VERIFIED,
    },
  },
]
