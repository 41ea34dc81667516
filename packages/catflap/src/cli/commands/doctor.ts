/** `catflap doctor`: files, checks, report. */
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { examine, type Outcome, toReport, worst } from '../../doctor/doctor.ts'
import { type Command, complain, type Input, type Io } from '../command.ts'
import { readText } from '../files.ts'
import { optionsIn } from '../options-file.ts'
import { writeReport } from '../report.ts'
import { unreadable } from '../words.ts'

const EXIT: Readonly<Record<Outcome, number>> = { ok: 0, warning: 1, problem: 2 }

export const doctor: Command = {
  name: 'doctor',
  about: {
    en: 'examines what a login depends on',
    zh: '检查登录所依赖的一切',
  },
  options: {
    manifest: { type: 'string' },
    'env-file': { type: 'string' },
    options: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  positionals: 0,
  help: {
    en: `Examines what a login depends on: settings, provider, clock, certificates, store.

Usage: catflap doctor [options]

  --manifest FILE    also compare with this lzc-manifest.yml
  --env-file FILE    take variables from this file too; they win
  --options FILE     the options that your app gives to createLogin: a module whose default
                     export they are, or a JSON file
  --json             the findings as JSON

It sends token requests with a made-up code, which the provider refuses, and authorization requests
that ask nobody anything: so it learns whether client, secret and redirect URI are right. Nothing
secret is ever printed.

Ends with 0 when all is well, 1 with warnings only, 2 with at least one problem.
`,
    zh: `检查登录所依赖的一切：设置、身份提供方、时钟、证书、会话存储。

用法：catflap doctor [选项]

  --manifest 文件    同时与这份 lzc-manifest.yml 比对
  --env-file 文件    另从这个文件读取环境变量，以它为准
  --options 文件     应用传给 createLogin 的选项：以默认导出给出它们的模块，或 JSON 文件
  --json             以 JSON 输出结果

它会用编造的授权码发出令牌请求，身份提供方必然拒绝；还会发出不询问任何人的授权请求，由此得知客户端、密钥和
回调地址是否正确。绝不打印任何敏感信息。

全部正常时退出码为 0，只有警告时为 1，至少有一个问题时为 2。
`,
  },
  run,
}

async function run({ values, language }: Input, io: Io): Promise<number> {
  const files = [values.manifest, values['env-file']].map((file) =>
    typeof file === 'string' ? readText(resolve(io.cwd, file)) : undefined,
  )
  for (const file of files) {
    if (typeof file === 'object') return complain(io, language, unreadable(file.file, file.code))
  }
  const [manifest, variables] = files as (string | undefined)[]
  const environment = { ...io.env, ...(variables === undefined ? {} : parseEnv(variables)) }
  const given = await optionsIn(values.options, io.cwd)
  if ('problem' in given) return complain(io, language, given.problem)
  const findings = await examine({
    ...given.options,
    environment: { ...environment, ...given.options.environment },
    ...(manifest !== undefined && { manifest }),
  })
  const outcome = worst(findings)
  if (values.json) {
    io.out(`${JSON.stringify(toReport(findings), null, 2)}\n`)
  } else {
    const colour = io.tty && !io.env.NO_COLOR
    io.out(writeReport(findings, { language, colour }))
  }
  return EXIT[outcome]
}
