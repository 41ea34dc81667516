/** `catflap doctor`: files, checks, report. */
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { examine, type Outcome, worst } from '../../doctor/doctor.ts'
import { type Command, complain, type Input, type Io } from '../command.ts'
import { readText } from '../files.ts'
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
    json: { type: 'boolean', default: false },
  },
  positionals: 0,
  help: {
    en: `Examines what a login depends on: settings, provider, clock, certificates, store.

Usage: catflap doctor [options]

  --manifest FILE    also compare with this lzc-manifest.yml
  --env-file FILE    take variables from this file too; they win
  --json             the findings as JSON

It sends one token request with a made-up code, which the provider refuses: so it learns whether
the client secret is right. Nothing secret is ever printed.

Ends with 0 when all is well, 1 with warnings only, 2 with at least one problem.
`,
    zh: `检查登录所依赖的一切：设置、身份提供方、时钟、证书、会话存储。

用法：catflap doctor [选项]

  --manifest 文件    同时与这份 lzc-manifest.yml 比对
  --env-file 文件    另从这个文件读取环境变量，以它为准
  --json             以 JSON 输出结果

它会用编造的授权码发出一次令牌请求，身份提供方必然拒绝，由此得知客户端密钥是否正确。绝不打印任何敏感信息。

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
  const findings = await examine({
    environment,
    ...(manifest !== undefined && { manifest }),
  })
  const outcome = worst(findings)
  if (values.json) {
    io.out(`${JSON.stringify({ outcome, findings }, null, 2)}\n`)
  } else {
    const colour = io.tty && !io.env.NO_COLOR
    io.out(writeReport(findings, { language, colour }))
  }
  return EXIT[outcome]
}
