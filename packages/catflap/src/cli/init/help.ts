/** What `catflap init --help` says. */
import type { Text } from '../../doctor/doctor.ts'

export const PURPOSE: Text = {
  en: 'gives an app a login and makes it a LazyCat app',
  zh: '为应用加上登录，并使其成为懒猫应用',
}

export const HELP: Text = {
  en: `Gives the app in this folder a login and makes it a LazyCat app.

Usage: catflap init [options]

  --id ID                 package id, such as dev.example.cats (default: from the project's name)
  --framework NAME        node, hono, express, fastify, koa, next, sveltekit, astro, nuxt,
                          react-router, nest or static (default: from package.json)
  --start service|exec    how the box starts it (service)
  --gate                  puts catflap-gate in front of the container that lzc-manifest.yml leads to:
                          a login for an app in any language, which stays as it is
  --lpk v2|v1             format of a new package (v2: lzcos 1.5.0, lzc-cli 2)
  -y, --yes               ask nothing
  --dry-run               only say what would be written
  --force                 replace files that are there

package.json, lzc-manifest.yml, package.yml, lzc-build.yml, .gitignore and .env.example are added to
and never replaced; id, version, name and icon stay. Other files are not replaced without --force: when
one differs, nothing is written. Comments are in the language chosen. Ends with 0, or with 2 when
nothing was written.
`,
  zh: `为当前目录的应用加上登录，并使其成为懒猫应用。

用法：catflap init [选项]

  --id 包名               例如 dev.example.cats（默认由项目名得出）
  --framework 名称        node、hono、express、fastify、koa、next、sveltekit、astro、nuxt、
                          react-router、nest 或 static（默认由 package.json 得出）
  --start service|exec    微服如何启动它（service）
  --gate                  在 lzc-manifest.yml 所指的容器前面放上 catflap-gate：
                          任何语言的应用都有登录，应用本身不变
  --lpk v2|v1             新应用包的格式（v2：lzcos 1.5.0、lzc-cli 2）
  -y、--yes               不提问
  --dry-run               只说明将会写入什么
  --force                 替换已存在的文件

package.json、lzc-manifest.yml、package.yml、lzc-build.yml、.gitignore 和 .env.example 只补充内容，
不会被替换；包名、版本、名称和图标保持不变。其他文件不加 --force 不会替换：只要有内容不同的，
就什么也不写。注释使用所选语言。成功时退出码为 0；没有写入时为 2。
`,
}
