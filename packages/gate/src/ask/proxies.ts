/** Which headers each proxy asks the gate with, and the line of its configuration that sends one. */

/** Proxies whose questions are understood. */
export const PROXIES = ['nginx', 'caddy', 'traefik', 'haproxy', 'envoy'] as const
export type ProxyKind = (typeof PROXIES)[number]

/** How one proxy asks. */
export interface Family {
  /** Headers that must be there, once each; in lower case. */
  readonly required: readonly string[]
  /** The line that has the proxy send a required header. */
  add(header: string): string
  /** The line that has it take away a header of another family, which is the client's own. */
  remove(header: string): string
}

/** Every header that names a path or a method: what is not of the proxy's own family is the client's. */
export const NAMES_A_REQUEST: readonly string[] = [
  'x-original-url',
  'x-original-uri',
  'x-original-method',
  'x-rewrite-url',
  'x-forwarded-uri',
  'x-forwarded-method',
]

const FORWARDED = ['x-forwarded-method', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-uri']

const NGINX: Readonly<Record<string, string>> = {
  'x-original-method': 'proxy_set_header X-Original-Method $request_method;',
  'x-original-url': 'proxy_set_header X-Original-URL $scheme://$http_host$request_uri;',
}

const HAPROXY: Readonly<Record<string, string>> = {
  'x-forwarded-method': 'http-request set-header X-Forwarded-Method %[method]',
  'x-forwarded-proto': 'http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]',
  'x-forwarded-host': 'http-request set-header X-Forwarded-Host %[req.hdr(Host)]',
  'x-forwarded-uri': 'http-request set-header X-Forwarded-Uri %[pathq]',
}

export const FAMILIES: Readonly<Record<ProxyKind, Family>> = {
  nginx: {
    required: ['x-original-method', 'x-original-url'],
    add: (header) => NGINX[header] ?? '',
    remove: (header) => `proxy_set_header ${header} "";`,
  },
  caddy: {
    required: FORWARDED,
    add: (header) => `header_up ${header} ${CADDY[header]}`,
    remove: (header) => `header_up -${header}`,
  },
  traefik: {
    required: FORWARDED,
    add: () => 'trustForwardHeader: true',
    remove: (header) => `customRequestHeaders: { ${header}: "" }`,
  },
  haproxy: {
    required: FORWARDED,
    add: (header) => HAPROXY[header] ?? '',
    remove: (header) => `http-request del-header ${header}`,
  },
  envoy: {
    required: ['x-forwarded-proto', 'host'],
    add: (header) => `allowed_headers: { patterns: [ { exact: ${header} } ] }`,
    remove: (header) => `request_headers_to_remove: [${header}]`,
  },
}

const CADDY: Readonly<Record<string, string>> = {
  'x-forwarded-method': '{method}',
  'x-forwarded-proto': '{scheme}',
  'x-forwarded-host': '{hostport}',
  'x-forwarded-uri': '{uri}',
}
