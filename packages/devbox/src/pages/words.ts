/** Every word on the pages, in both languages. */
import type { Language } from '../language/language.ts'

const WORDS = {
  brand: { en: 'LazyCat devbox', zh: '懒猫微服 · 本机' },
  otherLanguage: { en: '中文', zh: 'English' },
  home: { en: 'Control page', zh: '控制页' },
  pickTitle: { en: 'Who is signing in?', zh: '以谁的身份登录？' },
  pickLead: {
    en: 'On a real box you are already signed in. Here you choose; the choice is remembered.',
    zh: '真实的微服上你已登录；这里由你选择，并会记住。',
  },
  ADMIN: { en: 'Administrator', zh: '管理员' },
  NORMAL: { en: 'Normal user', zh: '普通用户' },
  makeRole: { en: 'Change to', zh: '改为' },
  roleHelp: {
    en: 'A change reaches the app with its next request (X-HC-User-Role), and tokens at the next login or renewal.',
    zh: '修改后，应用从下一个请求起收到新的 X-HC-User-Role；令牌要到下次登录或续期才会改变。',
  },
  grantTitle: { en: 'Grant Access', zh: '授权访问' },
  grantLead: { en: 'would like to', zh: '希望获得以下权限' },
  grant: { en: 'Grant Access', zh: '授权访问' },
  cancel: { en: 'Cancel', zh: '取消' },
  signedInAs: { en: 'Signed in as', zh: '当前用户' },
  switchUser: { en: 'switch user', zh: '切换用户' },
  scopeOpenid: { en: 'know who you are', zh: '识别你的身份' },
  scopeProfile: { en: 'see your name', zh: '查看你的名字' },
  scopeEmail: { en: 'see your e-mail address', zh: '查看你的邮箱地址' },
  scopeGroups: { en: 'see the groups you are in', zh: '查看你所在的用户组' },
  scopeOffline: { en: 'stay signed in while you are away', zh: '在你离开时保持登录' },
  returnsTo: { en: 'You will return to', zh: '完成后返回' },
  deviceTitle: { en: 'Sign a device in', zh: '登录设备' },
  deviceCode: { en: 'Code on the device', zh: '设备上显示的代码' },
  deviceGo: { en: 'Go on', zh: '继续' },
  deviceWrong: {
    en: 'There is no such code, or its time is over.',
    zh: '没有这个代码，或者它已过期。',
  },
  deviceDone: { en: 'The device is signed in', zh: '设备已登录' },
  deviceBack: { en: 'go on at your device.', zh: '请回到你的设备继续。' },
  logoutTitle: { en: 'Sign out?', zh: '要退出登录吗？' },
  logoutDone: { en: 'You are signed out', zh: '你已退出登录' },
  errorTitle: { en: 'Login stopped', zh: '登录已中止' },
  logoutStopped: { en: 'Sign-out stopped', zh: '退出登录已中止' },
  errorLead: {
    en: 'The provider shows this page and tells the app nothing.',
    zh: '提供方只显示此页，不会通知应用。',
  },
  hintClient: {
    en: 'The client id that is registered here',
    zh: '此处登记的客户端 ID',
  },
  hintRedirect: { en: 'The redirect URI that is registered here', zh: '此处登记的回调地址' },
  hintLogout: {
    en: 'The address to come back to that is registered here',
    zh: '此处登记的退出后返回地址',
  },
  controlTitle: { en: 'A LazyCat box on this computer', zh: '这台电脑上的懒猫微服' },
  controlLead: {
    en: 'It signs users in like the OpenID Provider of a box, gives your app the same variables, and fails on demand. It answers on the loopback address only; nothing here is a real secret.',
    zh: '它像微服的 OpenID Provider 一样完成登录，给应用同样的环境变量，并能按需出错。只在本机回环地址应答，这里没有真正的敏感信息。',
  },
  addresses: { en: 'Addresses', zh: '地址' },
  box: { en: 'Box', zh: '微服' },
  issuer: { en: 'Issuer', zh: '签发者' },
  discovery: { en: 'Discovery', zh: '发现文档' },
  app: { en: 'Your app', zh: '你的应用' },
  redirectUri: { en: 'Redirect URI', zh: '回调地址' },
  users: { en: 'Users', zh: '用户' },
  environment: { en: 'Environment of the app', zh: '应用的环境变量' },
  masked: { en: 'hidden', zh: '已隐藏' },
  empty: { en: 'empty', zh: '空' },
  actions: { en: 'What happens to a box', zh: '微服会遇到的事' },
  rotateKeys: { en: 'Rotate keys', zh: '轮换签名密钥' },
  rotateKeysHelp: {
    en: 'A new signing key; the old public key stays in the JWKS.',
    zh: '换新的签名密钥；旧公钥仍在 JWKS 中。',
  },
  restart: { en: 'Restart provider', zh: '重启提供方' },
  restartHelp: {
    en: 'All keys are new; logins under way, codes and refresh tokens are lost.',
    zh: '密钥全部更换；进行中的登录、授权码和刷新令牌都会丢失。',
  },
  rotateSecret: { en: 'Rotate client secret', zh: '轮换客户端密钥' },
  rotateSecretHelp: {
    en: 'As at an upgrade: the app must be started again with the new variables.',
    zh: '如同升级应用：需带着新变量重新启动应用。',
  },
  restartApp: { en: 'Restart app', zh: '重启应用' },
  restartAppHelp: {
    en: 'Stops it and starts it with the variables of this moment.',
    zh: '停止应用，并以此刻的变量重新启动。',
  },
  ingress: { en: 'Ingress', zh: 'lzc-ingress' },
  ingressLead: {
    en: 'It lets signed-in users through to the app and tells it who they are. A switch here reaches the app as X-HC-User-ID at the next request; the app’s own cookie still names the user before.',
    zh: '它只让已登录的用户访问应用，并告诉应用是谁。在此切换后，应用下一次请求就会收到新的 X-HC-User-ID，而应用自己的 Cookie 仍是之前的用户。',
  },
  ingressUser: { en: 'In this browser', zh: '此浏览器的用户' },
  nobody: { en: 'nobody', zh: '未登录' },
  switchTo: { en: 'Switch to', zh: '切换为' },
  signOut: { en: 'Sign out', zh: '退出登录' },
  publicPaths: { en: 'Without sign-in', zh: '无需登录的路径' },
  none: { en: 'none', zh: '无' },
  unregistered: { en: 'none registered', zh: '未登记' },
  apiToken: { en: 'API token', zh: 'API 令牌' },
  apiTokenFor: { en: 'API token for', zh: 'API 令牌，用户' },
  otherApp: { en: 'Package id of another app', zh: '其他应用的包名' },
  ticket: { en: 'Ticket of another app', zh: '其他应用的票据' },
  ticketFor: { en: 'Ticket of a visit by', zh: '票据，访问者' },
  waysHelp: {
    en: 'A script asks with a token, another app with a ticket: your app learns the person, and no device. Both end with this box.',
    zh: '脚本凭令牌、其他应用凭票据代表用户访问：你的应用会得知用户，但没有设备信息。两者都在本机微服结束时失效。',
  },
  shownOnce: {
    en: 'It is shown this once, and is good until this box ends.',
    zh: '只显示这一次，在本机微服结束前有效。',
  },
  boxName: { en: 'Name of the box', zh: '微服名称' },
  rename: { en: 'Rename box', zh: '重命名微服' },
  renameHelp: {
    en: 'Domain, issuer, subjects and accounts change, everybody is signed out, and the app is started again.',
    zh: '域名、签发者、用户标识和账号都会变化，所有人退出登录，应用重新启动。',
  },
  renamed: { en: 'The box has a new name', zh: '微服已改名' },
  renamedLead: {
    en: 'The address you came from is answered no more. The box is now at:',
    zh: '原来的地址不再应答。微服现在位于：',
  },
  faults: { en: 'Faults', zh: '故障' },
  faultsLead: {
    en: 'Each one spoils one thing, from the next request on.',
    zh: '每一项只破坏一处，从下一个请求起生效。',
  },
  faultsOff: { en: 'No fault is active.', zh: '没有启用任何故障。' },
  faultsOn: { en: 'Active', zh: '已启用' },
  allOff: { en: 'Turn all off', zh: '全部关闭' },
  on: { en: 'On', zh: '开' },
  off: { en: 'Off', zh: '关' },
} as const

/** Names of the words on the pages. */
export type WordName = keyof typeof WORDS

/** Looks words up in one language. */
export function wordsIn(language: Language): (name: WordName) => string {
  return (name) => WORDS[name][language]
}
