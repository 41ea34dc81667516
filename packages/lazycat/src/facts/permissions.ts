/** The permissions of package.yml, and what in a manifest shows that one of them is needed. */
import { type Fact, page, said } from './source.ts'

const PACKAGE = page('spec/package')

/** The permissions that are known by this version; LazyCat has added some four times in 2026. */
export const PERMISSIONS: Fact<readonly string[]> = {
  value: [
    'net.internet',
    'net.lan',
    'net.host',
    'net.admin',
    'document.private',
    'document.read',
    'document.write',
    'media.read',
    'media.write',
    'device.dri.render',
    'device.dri.master',
    'device.usb',
    'device.kvm',
    'device.block',
    'fuse.mount',
    'appvar.other.read',
    'appvar.other.write',
    'compose.override',
    'power.shutdown.inhibit',
    'lightos.use',
    'lightos.manage',
    'lzcapp.self_delegate',
    'lzcapp.user_delegate',
    'user.notify',
    'vt.display',
  ],
  about: {
    en: 'Permissions that package.yml may ask for, as far as they are known; the list keeps growing.',
    zh: 'package.yml 可以申请的权限（目前已知的）；这份列表仍在增加。',
  },
  confidence: 'documented',
  source: said(
    'lzc-developer-doc: spec/package, advanced-app-interconnect, advanced-vt',
    '懒猫开发者文档：spec/package、advanced-app-interconnect、advanced-vt',
  ),
}

/** The permission that a `compose_override` needs. */
export const OVERRIDE_PERMISSION: Fact = {
  value: 'compose.override',
  about: { en: 'Needed by compose_override.', zh: '使用 compose_override 所需的权限。' },
  confidence: 'documented',
  source: PACKAGE,
}

/** The permission of a service in the network of the box itself. */
export const HOST_NETWORK_PERMISSION: Fact = {
  value: 'net.host',
  about: { en: 'Needed by network_mode: host.', zh: '使用 network_mode: host 所需的权限。' },
  confidence: 'documented',
  source: PACKAGE,
}

/** The permission of a service that administers the network. */
export const NETADMIN_PERMISSION: Fact = {
  value: 'net.admin',
  about: { en: 'Needed by netadmin: true.', zh: '使用 netadmin: true 所需的权限。' },
  confidence: 'documented',
  source: PACKAGE,
}

/** The permissions of the flags of `application` for devices. */
export const DEVICE_PERMISSIONS: Fact<readonly string[]> = {
  value: ['device.dri.render', 'device.usb', 'device.kvm'],
  about: {
    en: 'Needed by gpu_accel, usb_accel and kvm_accel.',
    zh: '分别为 gpu_accel、usb_accel、kvm_accel 所需的权限。',
  },
  confidence: 'inferred',
  source: said('the names of both; spec/package', '由两者的名称推得；spec/package'),
}

/** The permission of an app with a terminal of its own. */
export const DISPLAY_PERMISSION: Fact = {
  value: 'vt.display',
  about: { en: 'Needed by vt: true.', zh: '使用 vt: true 所需的权限。' },
  confidence: 'documented',
  source: page('advanced-vt'),
}
