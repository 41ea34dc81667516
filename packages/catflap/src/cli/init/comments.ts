/** What `catflap init` writes for people into files, in both languages. */
import type { Text } from '../../doctor/doctor.ts'
import type { Language } from '../../pages/language.ts'

/** The description of an app that has none. */
export const DESCRIPTION: Text = {
  en: "Signs in with the box's account.",
  zh: '使用微服账号登录。',
}

/** Comments in the written files. */
export const COMMENTS: Readonly<
  Record<
    Language,
    Readonly<
      Record<
        | 'manifest'
        | 'packageFile'
        | 'permission'
        | 'id'
        | 'callback'
        | 'image'
        | 'buildFile'
        | 'content'
        | 'leftOut'
        | 'former'
        | 'forBox'
        | 'beside'
        | 'binaries'
        | 'tarballs'
        | 'boxOnly',
        string
      >
    > & { readonly variables: readonly string[] }
  >
> = {
  en: {
    manifest: 'How a LazyCat box installs and starts this app.',
    packageFile: 'What the package is: LPK v2, for lzcos 1.5.0 and lzc-cli 2.',
    permission:
      'Whether asking the box for tokens needs this is not documented; apps that do so have it.',
    id: 'Names the app for ever, so it begins with a domain of yours.',
    callback: 'Switches the login on. Catflap answers this path.',
    image: 'For the store: lzc-cli appstore copy-image copies it to its registry and names it.',
    buildFile: 'How lzc-cli packs this app.',
    content: 'Fills lzc-content with what runs on the box. lzc-build.yml calls it.',
    leftOut: 'Secrets, and what is made anew.',
    former: 'What was packed before, and the login.',
    beside: 'For work on the app, and in this repository alone.',
    forBox: 'A box is Linux on x64. No scripts: they would build for this machine.',
    binaries:
      'LMDB brings a binary for every libc and Node: the image has glibc, and this one fits all.',
    tarballs: 'Unpacked above.',
    boxOnly: 'Next.js has taken LMDB for this machine, so build on Linux x64, as a box is.',
    variables: [
      'Neither a box nor the devbox needs this file: they set everything.',
      'At another OpenID Provider copy it to .env, fill it in, and start with --env-file=.env.',
    ],
  },
  zh: {
    manifest: '懒猫微服如何安装和启动本应用。',
    packageFile: '应用包的信息：LPK v2，需要 lzcos 1.5.0 和 lzc-cli 2。',
    permission: '向微服请求 token 是否需要此权限，文档没有说明；这样做的应用都声明了它。',
    id: '应用的唯一标识，以后不能更改，建议以自己的域名开头。',
    callback: '开启登录。这个路径由 Catflap 应答。',
    image: '上架商店前：用 lzc-cli appstore copy-image 复制到官方仓库，并改用它给出的名称。',
    buildFile: 'lzc-cli 如何打包本应用。',
    content: '把微服上运行所需的内容放入 lzc-content，由 lzc-build.yml 调用。',
    leftOut: '敏感信息，以及会重新生成的内容。',
    former: '原来打包的内容，加上登录。',
    beside: '仅用于开发，且只在本仓库中有。',
    forBox: '微服是 x64 上的 Linux。不运行安装脚本：它们会为本机编译。',
    binaries: 'LMDB 为各种 libc 和 Node 版本各带一个二进制文件：镜像用的是 glibc，这一个都适用。',
    tarballs: '上面已经解压。',
    boxOnly: 'Next.js 打包的是本机的 LMDB，因此请在 Linux x64（与微服相同）上构建。',
    variables: [
      '在微服和 devbox 上都不需要此文件：变量由它们提供。',
      '使用其他 OpenID Provider 时，复制为 .env，填好后用 --env-file=.env 启动。',
    ],
  },
}
