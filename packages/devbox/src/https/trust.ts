/** How a person has this computer trust the local certificate authority. */
import type { Language } from '../language/language.ts'

const COMMANDS: Readonly<Record<string, (file: string) => string>> = {
  darwin: (file) =>
    `security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db "${file}"`,
  win32: (file) => `certutil -user -addstore Root "${file}"`,
  linux: (file) =>
    `certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n "Catflap devbox" -i "${file}"   # libnss3-tools`,
}

const WORDS = {
  en: (file: string, command: string) => `A certificate authority for this computer was made:

  ${file}

It is good for names below .localhost only, and its key never leaves that folder. Until your browser
trusts it, it warns about every page of the box. To trust it, run once:

  ${command}

In Firefox: Settings, Privacy & Security, View Certificates, Authorities, Import. To take it back, delete the
folder and remove the authority in the same place.
`,
  zh: (file: string, command: string) => `已为这台电脑创建本地证书颁发机构：

  ${file}

它只能签发 .localhost 下的名称，私钥只保存在该文件夹中。浏览器信任它之前，打开微服的每个页面都会
出现警告。若要信任它，执行一次：

  ${command}

Firefox：设置 → 隐私与安全 → 查看证书 → 证书颁发机构 → 导入。若要撤销，删除该文件夹，并在同一处移除
该颁发机构。
`,
} as const

/**
 * Explains how to trust the authority.
 *
 * @param file - Path of its certificate.
 * @param platform - As `process.platform` names it; unknown ones are told what Linux is.
 */
export function describeTrust(file: string, platform: string, language: Language): string {
  const command = COMMANDS[platform] ?? COMMANDS.linux
  return WORDS[language](file, command?.(file) ?? '')
}
