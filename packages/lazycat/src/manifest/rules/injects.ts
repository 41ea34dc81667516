/** Scripts that are put into pages, requests or responses. */
import { INJECT_PHASES } from '../../facts.ts'
import { applicationList, type Rule } from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { find, isEmpty, itemsOf, type MapNode, textOf } from '../node.ts'

/** Each inject has its moment, at least one condition and something to do. */
export const checkInjects: Rule = (context) =>
  applicationList(context, 'injects').flatMap((inject) =>
    inject.kind === 'map' ? [...checkPhase(inject), ...checkWhen(inject), ...checkDo(inject)] : [],
  )

function checkPhase(inject: MapNode): readonly Complaint[] {
  const node = find(inject, 'on')
  const phase = textOf(node)
  if (node === undefined || phase === undefined || INJECT_PHASES.value.includes(phase)) return []
  const all = INJECT_PHASES.value
  return [
    {
      code: 'inject-phase',
      at: node.at,
      why: text(`There is no moment ${shown(phase)}.`, `on 没有 ${shown(phase)} 这个取值。`),
      fix: text(`Write one of ${all.join(', ')}.`, `请写 ${all.join('、')} 之一。`),
    },
  ]
}

function checkWhen(inject: MapNode): readonly Complaint[] {
  const node = find(inject, 'when')
  const rules = itemsOf(node)
  if (node === undefined || isEmpty(node) || (node.kind === 'list' && rules.length === 0)) {
    return [
      {
        code: 'inject-when',
        at: node?.at ?? inject.at,
        why: text(
          'The installer refuses an inject without when.',
          '没有 when 的 inject 会被安装程序拒绝。',
        ),
        fix: text(
          'Add the paths that it is for, such as when: [ "/*" ].',
          '写明匹配的路径，例如 when: [ "/*" ]。',
        ),
      },
    ]
  }
  const phase = textOf(find(inject, 'on')) ?? INJECT_PHASES.value[0]
  if (phase === INJECT_PHASES.value[0]) return []
  return rules.flatMap((rule): readonly Complaint[] => {
    if (!textOf(rule)?.includes('#')) return []
    return [
      {
        code: 'inject-hash',
        at: rule.at,
        why: text(
          `What is behind # never leaves the browser, so this never matches on ${shown(phase ?? '')}.`,
          `# 之后的内容不会离开浏览器，因此在 ${shown(phase ?? '')} 阶段永远不会匹配。`,
        ),
        fix: text('Write on: browser, or a path without #.', '改为 on: browser，或去掉 #。'),
      },
    ]
  })
}

function checkDo(inject: MapNode): readonly Complaint[] {
  const node = find(inject, 'do')
  const none = node === undefined || isEmpty(node)
  if (!none && !(node.kind === 'list' && node.items.length === 0)) return []
  return [
    {
      code: 'inject-do',
      at: node?.at ?? inject.at,
      why: text('This inject does nothing.', '此 inject 什么也不做。'),
      fix: text(
        'Add do: a script, or a list of entries with src.',
        '加入 do：脚本，或带 src 的列表。',
      ),
    },
  ]
}
