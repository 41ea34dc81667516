/** The permissions of package.yml: known, asked for once, and those that the manifest visibly needs. */
import {
  DEVICE_PERMISSIONS,
  DISPLAY_PERMISSION,
  HOST_NETWORK_PERMISSION,
  NETADMIN_PERMISSION,
  OVERRIDE_PERMISSION,
  PERMISSIONS,
} from '../../facts.ts'
import { nearest } from '../../text/nearest.ts'
import { type Asked, buildFile, type Context, permissionsOf, type Rule } from '../context.ts'
import { type Complaint, type FileRole, shown, text } from '../finding.ts'
import { type Entry, entriesOf, findEntry, isEmpty } from '../node.ts'

/** Every rule about permissions; without a package.yml there are none. */
export const checkPermissions: Rule = (context) => {
  if (context.package === undefined) return []
  const asked = permissionsOf(context)
  return [
    ...asked.flatMap((one) => checkKnown(one)),
    ...asked.flatMap((one) => checkOnce(one, asked)),
    ...checkNeeded(context, asked),
  ]
}

function checkKnown({ id, at, file }: Asked): readonly Complaint[] {
  if (PERMISSIONS.value.includes(id)) return []
  const meant = nearest(id, PERMISSIONS.value)
  return [
    {
      code: 'permission-unknown',
      at,
      file,
      why: text(
        `The permission ${shown(id)} is not known to this version of the check; a box refuses what it does not know.`,
        `此版本的检查不认识权限 ${shown(id)}；微服会拒绝它不认识的权限。`,
      ),
      fix:
        meant === undefined
          ? text(
              'Look it up in today’s documentation, or remove it.',
              '请查对最新文档，或将其删除。',
            )
          : text(`Write ${meant}, if that is meant.`, `如果想写的是 ${meant}，请改正。`),
    },
  ]
}

function checkOnce({ id, kind, at, file }: Asked, asked: readonly Asked[]): readonly Complaint[] {
  if (kind !== 'optional' || !asked.some((one) => one.kind === 'required' && one.id === id)) {
    return []
  }
  return [
    {
      code: 'permission-twice',
      at,
      file,
      why: text(
        `${shown(id)} is required already, and a package may not ask for it twice.`,
        `${shown(id)} 已列为必需，同一权限不能再列为可选。`,
      ),
      fix: text('Remove it here.', '请删除此处。'),
    },
  ]
}

function checkNeeded(context: Context, asked: readonly Asked[]): readonly Complaint[] {
  const has = (id: string) => asked.some((one) => one.id === id)
  return needsOf(context)
    .filter(({ id }, index, all) => !has(id) && all.findIndex((one) => one.id === id) === index)
    .map(({ id, entry: { key, at }, file }) => ({
      code: 'permission-missing',
      at,
      file,
      why: text(
        `${key} needs the permission ${id}, which package.yml does not ask for.`,
        `${key} 需要权限 ${id}，package.yml 却没有申请。`,
      ),
      fix: text(
        `Add "- ${id}" below permissions.required in package.yml.`,
        `在 package.yml 的 permissions.required 下加入 - ${id}。`,
      ),
    }))
}

interface Need {
  readonly id: string
  readonly entry: Entry
  readonly file: FileRole
}

function needsOf(context: Context): readonly Need[] {
  const { application, services, build } = context
  const need = (id: string, entry: Entry | undefined, file: FileRole = 'manifest') =>
    entry === undefined || isOff(entry) ? [] : [{ id, entry, file }]
  const [render = '', usb = '', kvm = ''] = DEVICE_PERMISSIONS.value
  return [
    ...need(
      OVERRIDE_PERMISSION.value,
      findEntry(build?.root, 'compose_override'),
      buildFile(context, 'compose_override'),
    ),
    ...need(DISPLAY_PERMISSION.value, findEntry(application, 'vt')),
    ...need(render, findEntry(application, 'gpu_accel')),
    ...need(usb, findEntry(application, 'usb_accel')),
    ...need(kvm, findEntry(application, 'kvm_accel')),
    ...entriesOf(services).flatMap(({ value }) => [
      ...need(NETADMIN_PERMISSION.value, findEntry(value, 'netadmin')),
      ...need(HOST_NETWORK_PERMISSION.value, findEntry(value, 'network_mode')),
    ]),
  ]
}

/** Without a value, or false, or what only the box knows. */
const isOff = ({ value }: Entry): boolean =>
  isEmpty(value) || (value.kind === 'scalar' && (value.templated || value.value === false))
