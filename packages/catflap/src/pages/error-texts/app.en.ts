/** Errors of the request, the session and the app itself, in English. */
import type { AppCode, ErrorTexts } from './texts.ts'

export const app: ErrorTexts<AppCode> = {
  ACCESS_TOKEN_EXPIRED: {
    title: 'The access token has expired',
    causes: [
      'A LazyCat box issues no refresh tokens, so an access token cannot be renewed and ends after 24 hours.',
      'At another provider, offline_access was not asked for: by default it is only where it is known to be needed. OIDC_SCOPES can name it.',
    ],
    fix: 'The session itself is still good; sign in again only to get a new access token.',
  },
  AUTHENTICATION_INSUFFICIENT: {
    title: 'The sign-in is too old or too weak for this',
    causes: [
      'This page asks for a fresh sign-in, or for a second factor, and the session has none.',
      'The provider was asked for it and did not do it: it may let people sign in without max_age or acr_values, or not know the value asked for; the details name what it said.',
      'The provider tells neither auth_time nor acr in the ID Token, so nobody can tell how the person signed in.',
    ],
    fix: 'Sign in again, as the provider asks. If it stays, set up at the provider what acr_values names, or ask for what it can do.',
  },
  AUTHENTICATION_REQUIRED: {
    title: 'Not signed in',
    causes: [
      'Nobody has signed in with this browser, or it keeps no cookies of this site.',
      'The session has ended: by a logout, by its lifetime, or because another user now uses the box in this browser.',
      'The store has forgotten it: CATFLAP_STORE is memory:, or CATFLAP_DATA_DIR lies outside /lzcapp/var.',
      'A script asked; only a browser window can be led to the login.',
    ],
    fix: 'Open the login address in a browser window. If sessions vanish at each restart, keep CATFLAP_DATA_DIR below /lzcapp/var.',
  },
  BODY_TOO_LARGE: {
    title: 'The request is too large',
    causes: [
      'A form or a file was sent to an address of the login; look at the action of the form.',
      'The sender of a Logout Token sends more than the token.',
    ],
    fix: 'Send only what the address asks for; a logout needs no body at all.',
  },
  BODY_UNREADABLE: {
    title: 'The request’s body could not be read',
    causes: [
      'A body parser of this app comes before the login and has read the body already.',
      'The client or a proxy broke the connection off.',
    ],
    fix: 'Mount the login before every body parser.',
  },
  CROSS_ORIGIN_REFUSED: {
    title: 'Nothing shows that a page of this app sent the request',
    causes: [
      'This app was opened at another address than its own, such as a domain with a prefix (xxx-<subdomain>) or a port; compare the address bar.',
      'A page of another app sent the form, or a sandboxed frame did. Other apps on the same box count as other sites.',
      'The page was sent with Referrer-Policy: no-referrer, as helmet and Hono’s secureHeaders do by default, so the browser withholds Origin; one that knows no Sec-Fetch-Site (Safari before 16.4) then shows nothing.',
      'A proxy or a browser extension removes the headers Origin and Sec-Fetch-Site, or a script sends neither.',
    ],
    fix: 'Open this app at the expected address and use its own button. Where Origin null was seen, let the app send Referrer-Policy: same-origin.',
  },
  FORBIDDEN: {
    title: 'Your account may not see this',
    causes: [
      'You are signed in, but your groups do not include the one that is needed: on a LazyCat box only administrators are in ADMIN.',
      'Your role has changed since you signed in. Groups are read at each login; on a box the role may be taken away at once, since the box names it with each request.',
      'OIDC_SCOPES is set without groups, so the provider tells none.',
      'The app asks for a group that the provider does not have; in the ENV viewer, look at CATFLAP_ADMIN_GROUP.',
    ],
    fix: 'Let an administrator of the box make you one, then sign out and in again. Where OIDC_SCOPES is set, add groups.',
  },
  INGRESS_USER_INSUFFICIENT: {
    title: 'This needs a login at the provider',
    causes: [
      'The app takes its ingress’s word for who you are (session.acceptIngressUser), and this page or this call needs more: a proven identity, or tokens.',
      'The app has asked such a session for its access token, its details or a renewal: the ingress gives none.',
    ],
    fix: "Sign in at the login address. In the app’s code, put requireLogin(login, { source: 'oidc' }) in front, or look at session.source first.",
  },
  INTERNAL: {
    title: 'Something broke inside this app',
    causes: [
      'This is a bug in the app, not something you did; its log holds the details under the code INTERNAL.',
    ],
    fix: 'Try again. If it stays, report it with the code and the time.',
  },
  LOGIN_LOOP: {
    title: 'Signing in goes round in circles',
    causes: [
      'This browser does not keep the session cookie: cookies are blocked, or the page is shown inside another site.',
      'This app was opened at another domain than LAZYCAT_APP_DOMAIN, such as one with a prefix (xxx-<subdomain>); the cookie belongs to the other.',
      'Several instances of this app do not share their sessions: CATFLAP_STORE is memory:, or each has a CATFLAP_DATA_DIR of its own.',
      'Another app below another path of this host has cookies of the same name, or the app sends people to the login who are signed in already.',
    ],
    fix: 'Allow cookies and open https://<LAZYCAT_APP_DOMAIN>, then sign in again. Let all instances share one CATFLAP_STORE or CATFLAP_DATA_DIR, and give each app of one host its own session.cookieName.',
  },
  LOGIN_PARAMETER_INVALID: {
    title: 'This link to the login asks for what cannot be',
    causes: [
      'A parameter of the link, which would go to the provider, has a value that none of them accepts, is there twice or is too long; the details name it.',
      'With prompt=none: this browser keeps no cookies of this site, or the link was made by hand, and not by the option session.silentLogin.',
    ],
    fix: 'Correct the link, or begin the login without parameters.',
  },
  LOGIN_PATH_MISMATCH: {
    title: 'This is not the address of the login',
    causes: [
      'A proxy in front takes a prefix off each path, as nginx does with "proxy_pass http://…/;", Caddy with handle_path, Traefik with StripPrefix, and LazyCat with routes.',
      'A proxy puts a prefix before each path, or the option routes.baseStripped is set although none is taken off.',
      'The redirect URI or the option routes.base names another prefix than the app has.',
      'The address was typed, or a link leads to it.',
    ],
    fix: 'Let the proxy pass paths on as they come, or set the option routes.baseStripped where it takes routes.base off: docs/proxies.md.',
  },
  LOGIN_TRANSACTION_EXPIRED: {
    title: 'This login took too long',
    causes: [
      'More than ten minutes passed before access was granted.',
      'The app was restarted meanwhile and its store with it: CATFLAP_STORE is memory:, or CATFLAP_DATA_DIR lies outside /lzcapp/var.',
      'CATFLAP_SECRET was changed, or two instances of this app have different ones.',
    ],
    fix: 'Sign in again. If a key is gone, give all instances the same CATFLAP_SECRET, the old one beside the new, and keep CATFLAP_DATA_DIR below /lzcapp/var.',
  },
  LOGIN_TRANSACTION_MISSING: {
    title: 'This browser has no login under way',
    causes: [
      'The login began at another address of this app, such as a domain with a prefix (xxx-<subdomain>) or http: its cookie stayed there, while the provider always returns to LAZYCAT_APP_DOMAIN.',
      'More than ten minutes passed, so the browser has dropped the cookie.',
      'The address was opened from a bookmark, the history or another browser.',
      'The browser blocks cookies of this site.',
    ],
    fix: 'Sign in again from https://<LAZYCAT_APP_DOMAIN>, with cookies allowed. If it stays, compare OIDC_REDIRECT_URI with the address bar.',
  },
  LOGIN_TRANSACTION_SPENT: {
    title: 'This login has been used already',
    causes: [
      'The page was loaded again, or the back button led to it, after a first try that had failed.',
      'A proxy or a browser extension sent the same request twice.',
    ],
    fix: 'Sign in again from the start page: each answer of the provider works once.',
  },
  LOGOUT_TOKEN_INVALID: {
    title: 'The Logout Token is not acceptable',
    causes: [
      'It was made for another issuer or client than OIDC_ISSUER and OIDC_CLIENT_ID name.',
      'The clocks of the provider and of this app differ, so it looks too old or too new.',
      'It arrived a second time; each one counts once.',
      'It is not from your provider at all: anybody can send something to this address.',
    ],
    fix: 'No session has ended by it. The server’s log names the claim at fault: compare OIDC_ISSUER and OIDC_CLIENT_ID with the provider, and set both clocks by NTP.',
  },
  METHOD_NOT_ALLOWED: {
    title: 'This address is not used that way',
    causes: [
      'A link leads to an address that takes forms only, or a form to one that takes links only.',
      'A health check or a link checker asks with HEAD or OPTIONS; look at health_check in the manifest.',
      'The provider posts the answer of a login (response_mode=form_post); the callback takes the query of a redirect alone. Take that parameter out of OIDC_AUTH_URI, or have the provider answer by a query.',
    ],
    fix: 'Use the method named in the Allow header: GET for the login and the callback, POST for the logout.',
  },
  NOT_FOUND: {
    title: 'There is nothing here',
    causes: [
      'The link is old or mistyped.',
      'A route in the manifest cuts the beginning off the path; look at routes.',
      'oidc_redirect_path in the manifest names a path that this app does not have.',
    ],
    fix: 'Go back to the start page. If the app’s own links end here, compare routes and oidc_redirect_path in lzc-manifest.yml with its paths.',
  },
  REFRESH_TOKEN_MISSING: {
    title: 'There is nothing to renew with',
    causes: [
      'LazyCat’s provider gives no refresh tokens today; session and access token stay as they are.',
      'At another provider, offline_access was not asked for: by default it is only where it is known to be needed.',
    ],
    fix: 'Sign in again to get new tokens before the old ones expire. Where the provider gives refresh tokens, set OIDC_SCOPES to the scopes you need, offline_access among them.',
  },
  RENEWAL_REFUSED: {
    title: 'The provider ended this login',
    causes: [
      'You signed in again elsewhere: Dex, the provider of LazyCat, keeps one refresh token per person and app, so the newer login ends the older.',
      'The provider was restarted; a LazyCat box keeps refresh tokens in memory only.',
      'Another copy of the sessions used the refresh token first: a restored backup, or an instance with a store of its own.',
      'The refresh token expired, or an administrator disabled the account or withdrew the access.',
    ],
    fix: 'Sign in again. If it happens often, let all instances share one CATFLAP_STORE or CATFLAP_DATA_DIR.',
  },
  SESSION_ENDED: {
    title: 'This session has ended',
    causes: [
      'It was signed out in another tab or on another device while the request was under way.',
      'A new login in this browser replaced it.',
      'The provider ended it, by a Logout Token or by refusing to renew it.',
    ],
    fix: 'Sign in again.',
  },
  STATE_MISMATCH: {
    title: 'The answer belongs to another login',
    causes: [
      'It belongs to an older attempt: an old tab, the back button, or more than five logins begun at once.',
      'The provider, or a proxy on the way, changed the parameter state.',
      'Somebody made you follow a link of theirs, to sign you in as somebody else.',
    ],
    fix: 'Sign in again from the start page. If it stays, look for what changes state between the provider and this app.',
  },
  STORE_UNAVAILABLE: {
    title: 'The session store is out of reach',
    causes: [
      'The disk of the box is full, or the app may not write to CATFLAP_DATA_DIR.',
      'The Redis that CATFLAP_STORE names does not answer: not started, another service name, another password.',
      'The file in CATFLAP_DATA_DIR is damaged, or belongs to another user.',
    ],
    fix: 'Your cookie stays as it is, so try again in a minute. If it stays, run catflap doctor: it writes to the store and names the fault.',
  },
}
