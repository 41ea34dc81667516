/** What `catflap-devbox run` says, in both languages. */
import { APP_PATHS } from 'catflap-lazycat/facts'
import type { Sentence } from '../language/sentences.ts'
import type { RootKind } from '../run/root.ts'

const { root: ROOT, data: DATA } = APP_PATHS.value

/** How the app's folder is made true. */
export const ROOT_WORDS: Readonly<Record<RootKind, Sentence>> = {
  mounted: {
    en:
      `${ROOT} is mounted for the app alone: paths are as on a box, and your own files are read-only ` +
      'for it.',
    zh: `${ROOT} 仅对应用挂载：路径与微服上一致，您自己的文件对它只读。`,
  },
  replaced: {
    en:
      `This system lets no ordinary user mount, so ${ROOT} in commands and variables is replaced ` +
      'by a folder; paths inside the app’s own files are not. Your own files are not protected from it.',
    zh: `本系统不允许普通用户挂载，因此命令和变量中的 ${ROOT} 会替换为一个文件夹；应用自身文件里的路径不会替换，您自己的文件也不受保护。`,
  },
}

/** A message of this command. */
export function runMessage({ en, zh }: Sentence): Sentence {
  return { en: `catflap-devbox: ${en}`, zh: `catflap-devbox：${zh}` }
}

export const RUN_HELP: Sentence = {
  en: `Runs an app as a LazyCat box does: renders its manifest, starts what its routes name, gives it its variables.

Usage: catflap-devbox run [PATH] [options] [-- command …]

  PATH                 a folder, an lzc-manifest.yml or an .lpk (the current folder)
  --uid USER           who installed it, the owner of a multi_instance app: alice or bob (alice)
  --profile NAME       release or dev: which #@build blocks of the manifest count (release)
  --param ID=VALUE     a deploy parameter; may be repeated
  --external SERVICE   this service is started already, on this computer; may be repeated
  --native SERVICE     run the command of this service on this computer, though it was written for
                       a container; "app" means what routes launch; may be repeated
  --state FOLDER       keeps ${DATA}, cache and secrets (.catflap-devbox/<package>)
  --port N             port of the box (5006)
  --https              speak https, with a certificate of a local authority
  --lang zh|en         language of these messages
  -- command …         run this in place of what is behind the route "/"
`,
  zh: `像懒猫微服一样运行应用：渲染 manifest，启动路由中的程序，并提供环境变量。

用法：catflap-devbox run [路径] [选项] [-- 命令 …]

  路径                 文件夹、lzc-manifest.yml 或 .lpk（默认为当前文件夹）
  --uid 用户           安装应用的用户，即多实例应用的所有者：alice 或 bob（alice）
  --profile 名称       release 或 dev：manifest 中哪些 #@build 块生效（release）
  --param ID=值        部署参数，可重复
  --external 服务      该服务已在本机启动，可重复
  --native 服务        在本机执行该服务的命令，尽管它是为容器编写的；“app”指路由启动的
                       命令；可重复
  --state 文件夹       保存 ${DATA}、cache 和密钥（.catflap-devbox/<包名>）
  --port N             微服的端口（5006）
  --https              使用 https，证书由本地 CA 签发
  --lang zh|en         提示信息的语言
  -- 命令 …            代替路由“/”背后的程序运行此命令
`,
}
