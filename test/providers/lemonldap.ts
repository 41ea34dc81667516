/** LemonLDAP::NG of Debian, unpacked into a folder, with files for a database and its people of the demonstration. */
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { type DebianPackages, unpackDebian } from './debian.ts'
import { startFront } from './front.ts'
import { createProgram, launch } from './program.ts'
import type { RealProvider, Registration } from './provider.ts'

const VERSION = '2.16.1'
const APP = new URL('lemonldap/app.psgi', import.meta.url).pathname
const CLIENT = { id: 'catflap', secret: 'a secret with %2F and + in it' }
const PACKAGES: DebianPackages = {
  names: [
    ...['liblemonldap-ng-portal-perl', 'starman', 'libplack-perl'],
    // What its OpenID Connect needs, and Debian only recommends.
    ...['libstring-random-perl', 'libio-string-perl', 'liblwp-protocol-https-perl', 'libjs-jquery'],
  ],
  version: VERSION,
}

export const lemonldap: RealProvider = {
  name: 'LemonLDAP::NG',
  column: `LemonLDAP::NG ${VERSION}`,
  person: { user: 'dwho', password: 'dwho' },
  accessTokenLifetime: 300,
  ownSession: true,
  tabs: 'each',
  endSession: true,
  backChannel: false,
  lostAnswers: 'repeated',
  renewals: 'each',
  remembers: true,
  async start(app) {
    const folder = mkdtempSync(join(tmpdir(), 'catflap-lemonldap-'))
    unpackDebian(folder, PACKAGES)
    const port = await freePort()
    const front = await startFront(port)
    const own = (name: string) => join(folder, 'own', name)
    for (const name of FOLDERS) mkdirSync(own(name), { recursive: true })
    // The number of a configuration rises, and whoever sees a higher one reads it.
    let number = 0
    const configure = () => {
      number += 1
      const cfgDate = Math.floor(Date.now() / 1000)
      const head = { cfgNum: number, cfgVersion: VERSION, cfgAuthor: 'tests', cfgDate }
      const configuration = { ...head, ...keys(number), ...portal(front.origin, app, own) }
      writeFileSync(own(`conf/lmConf-${number}.json`), JSON.stringify(configuration))
    }
    configure()
    writeFileSync(own('lemonldap-ng.ini'), settings(folder, own('conf')))
    const program = createProgram({
      file: 'perl',
      argv: [
        join(folder, 'usr/bin/starman'),
        ...['--workers', '3', '--listen', `127.0.0.1:${port}`, APP],
      ],
      env: {
        CATFLAP_ROOT: folder,
        PERL5LIB: perlFolders(folder).join(':'),
        LLNG_DEFAULTCONFFILE: own('lemonldap-ng.ini'),
      },
      ready: `http://127.0.0.1:${port}/.well-known/openid-configuration`,
    })
    const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    return {
      ...(await launch(program, { front, remove })),
      credentials: { issuer: `${front.origin}/`, ...CLIENT },
      async rotateKeys() {
        configure()
        // Each of its processes looks for a newer configuration once in a second.
        await new Promise((resolve) => setTimeout(resolve, 2500))
      },
    }
  },
}

/** Where Perl finds the packages: modules in Perl, and those that were compiled for this machine and this Perl. */
function perlFolders(folder: string): readonly string[] {
  const compiled = readdirSync(join(folder, 'usr/lib'))
    .map((name) => join(folder, 'usr/lib', name, 'perl5'))
    .filter(existsSync)
    .flatMap((path) => readdirSync(path).map((version) => join(path, version)))
  return [join(folder, 'usr/share/perl5'), ...compiled]
}

const FOLDERS = ['conf', 'sessions/lock', 'persistent/lock']

/** `lemonldap-ng.ini`: where the configuration is, and how often a process looks for a newer one, in seconds. */
const settings = (folder: string, conf: string): string => `[all]
logger = Lemonldap::NG::Common::Logger::Std
userLogger = Lemonldap::NG::Common::Logger::Std
logLevel = warn
checkTime = 1
[configuration]
type = File
dirName = ${conf}
[portal]
staticPrefix = /static
templateDir = ${folder}/usr/share/lemonldap-ng/portal/templates
languages = en
`

/** A pair of keys as its own command for their rotation writes one. */
function keys(number: number): Readonly<Record<string, string>> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const format = 'pem'
  return {
    oidcServicePrivateKeySig: `${privateKey.export({ type: 'pkcs1', format })}`,
    oidcServicePublicKeySig: `${publicKey.export({ type: 'spki', format })}`,
    oidcServiceKeyIdSig: `key-${number}`,
  }
}

/** What its manager saves of a portal with one relying party. */
function portal(origin: string, app: Registration, own: (name: string) => string): object {
  const option = 'oidcRPMetaDataOptions'
  return {
    portal: `${origin}/`,
    domain: '127.0.0.1',
    cookieName: 'lemonldap',
    securedCookie: 0,
    authentication: 'Demo',
    userDB: 'Same',
    demoExportedVars: { cn: 'cn', mail: 'mail', uid: 'uid' },
    macros: { _whatToTrace: 'lc($_user)' },
    whatToTrace: '_whatToTrace',
    globalStorage: 'Apache::Session::File',
    globalStorageOptions: {
      Directory: own('sessions'),
      LockDirectory: own('sessions/lock'),
      generateModule: 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256',
    },
    persistentStorage: 'Apache::Session::File',
    persistentStorageOptions: {
      Directory: own('persistent'),
      LockDirectory: own('persistent/lock'),
    },
    captcha: '::Captcha::None',
    locationRules: {},
    exportedHeaders: {},
    issuerDBOpenIDConnectActivation: 1,
    oidcServiceMetaDataIssuer: `${origin}/`,
    oidcServiceIgnoreScopeForClaims: 1,
    oidcRPMetaDataOptions: {
      app: {
        [`${option}ClientID`]: CLIENT.id,
        [`${option}ClientSecret`]: CLIENT.secret,
        [`${option}RedirectUris`]: app.redirectUri,
        [`${option}PostLogoutRedirectUris`]: app.postLogoutUri,
        // Its default signs with the secret, HS512.
        [`${option}IDTokenSignAlg`]: 'RS256',
        [`${option}RefreshToken`]: 1,
        [`${option}AccessTokenExpiration`]: 300,
      },
    },
    groups: { cats: '1' },
    oidcRPMetaDataExportedVars: {
      app: {
        name: 'cn',
        email: 'mail',
        preferred_username: 'uid',
        groups: 'groups;string;always',
      },
    },
  }
}
