/** The containers beside the app. */
import { APP_CONTAINER, CONTAINER_ROOT } from '../../facts.ts'
import type { Rule } from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import {
  type Entry,
  entriesOf,
  find,
  findEntry,
  isEmpty,
  itemsOf,
  type Node,
  textOf,
} from '../node.ts'
import { MASK } from '../template.ts'

/** Every rule about `services`. */
export const checkServices: Rule = ({ services, application }) => {
  const entries = entriesOf(services)
  const names = entries.map(({ key }) => key)
  const found = entries.flatMap((service) => {
    if (service.value.kind === 'scalar' && !isEmpty(service.value)) return []
    return [
      ...checkServiceName(service),
      ...checkImage(service),
      ...checkUser(service),
      ...checkDependencies(service, names),
      ...checkHealth(service),
      ...checkScript(service),
      ...checkBinds(service),
      ...checkRunAs(service.value, ['user', 'setup_script']),
    ]
  })
  return [...found, ...checkRunAs(application, ['user'])]
}

function checkRunAs(owner: Node | undefined, others: readonly string[]): readonly Complaint[] {
  const entry = findEntry(owner, 'run_as')
  const other = others.find((key) => !isEmpty(find(owner, key)))
  if (entry === undefined || isEmpty(entry.value) || other === undefined) return []
  return [
    {
      code: 'service-run-as-conflict',
      at: entry.at,
      why: text(`run_as cannot stand beside ${other}.`, `run_as 不能与 ${other} 同时使用。`),
      fix: text('Keep one of them.', '只保留其中一个。'),
    },
  ]
}

function checkServiceName({ key, at }: Entry): readonly Complaint[] {
  if (key !== APP_CONTAINER.value) return []
  return [
    {
      code: 'service-named-app',
      at,
      why: text(
        'app is the container of the app itself, so nobody can tell which one is meant.',
        'app 是应用自身容器的名称，会分不清指的是哪一个。',
      ),
      fix: text('Give the service another name.', '请给服务换一个名称。'),
    },
  ]
}

function checkImage({ key, at, value }: Entry): readonly Complaint[] {
  if (!isEmpty(find(value, 'image'))) return []
  const why = text(`The service ${shown(key)} has no image.`, `服务 ${shown(key)} 没有镜像。`)
  const fix = text('Add "image: …".', '加入 image: …。')
  return [{ code: 'service-image-missing', at, why, fix }]
}

function checkUser({ value }: Entry): readonly Complaint[] {
  const node = find(value, 'user')
  if (node?.kind !== 'scalar' || typeof node.value !== 'number') return []
  return [
    {
      code: 'service-user-not-text',
      at: node.at,
      why: text(
        'lzcos 1.4.2 and later refuse a user without quotes.',
        'lzcos 1.4.2 起拒绝不带引号的 user。',
      ),
      fix: text(`Write user: "${node.text}".`, `写成 user: "${node.text}"。`),
      edit: { at: node.at.start, old: node.text, new: `"${node.text}"` },
    },
  ]
}

function checkDependencies({ value }: Entry, names: readonly string[]): readonly Complaint[] {
  return itemsOf(find(value, 'depends_on')).flatMap((node): readonly Complaint[] => {
    const name = textOf(node)
    const { at } = node
    if (name === 'app') {
      const why = text(
        'app starts after all services, so the box ignores this line (lzcos 1.3.0 and later).',
        'app 在所有服务之后启动，因此微服会忽略这一行（lzcos 1.3.0 起）。',
      )
      const fix = text('Remove this line.', '请删除这一行。')
      return [{ code: 'service-depends-on-app', at, why, fix }]
    }
    const hidden = names.some((one) => one.includes(MASK))
    if (name === undefined || hidden || names.includes(name)) return []
    const why = text(`There is no service ${shown(name)}.`, `没有名为 ${shown(name)} 的服务。`)
    const fix = text(
      'Add it below "services:", or remove this line.',
      '在 services: 下加入它，或删除这一行。',
    )
    return [{ code: 'service-depends-unknown', at, why, fix }]
  })
}

function checkHealth({ value }: Entry): readonly Complaint[] {
  const entry = findEntry(value, 'health_check')
  if (entry === undefined) return []
  return [
    {
      code: 'service-health-check-deprecated',
      at: entry.at,
      why: text(
        'health_check of a service is given up since lzcos 1.4.1; its start_period never counted.',
        '自 lzcos 1.4.1 起，服务的 health_check 已废弃；其中的 start_period 从未生效。',
      ),
      fix: text(
        'Write healthcheck, with units in its times (30s), and min_os_version 1.4.1.',
        '改为 healthcheck，时间带单位（30s），并把 min_os_version 设为 1.4.1。',
      ),
    },
  ]
}

function checkScript({ value }: Entry): readonly Complaint[] {
  const script = findEntry(value, 'setup_script')
  const other = ['command', 'entrypoint'].find((key) => !isEmpty(find(value, key)))
  if (script === undefined || isEmpty(script.value) || other === undefined) return []
  return [
    {
      code: 'service-setup-script-conflict',
      at: script.at,
      why: text(
        `setup_script cannot stand beside ${other}.`,
        `setup_script 不能与 ${other} 同时使用。`,
      ),
      fix: text('Keep one of them.', '只保留其中一个。'),
    },
  ]
}

function checkBinds({ value }: Entry): readonly Complaint[] {
  return itemsOf(find(value, 'binds')).flatMap((node): readonly Complaint[] => {
    const bind = textOf(node)
    const [source = '', target = ''] = bind?.split(':') ?? []
    const good = source.startsWith(CONTAINER_ROOT.value) && target.startsWith('/')
    if (bind === undefined || good) return []
    return [
      {
        code: 'service-bind-malformed',
        at: node.at,
        why: text(
          `${shown(bind)} is refused: only directories below ${CONTAINER_ROOT.value} can be bound.`,
          `${shown(bind)} 会被拒绝：只能绑定 ${CONTAINER_ROOT.value} 下的目录。`,
        ),
        fix: text(
          `Write ${CONTAINER_ROOT.value}var/NAME:/path/in/the/container.`,
          `写成 ${CONTAINER_ROOT.value}var/名称:/容器内路径。`,
        ),
      },
    ]
  })
}
