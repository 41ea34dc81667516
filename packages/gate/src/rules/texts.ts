/** What to write instead, where a rule is wrong: English and Chinese. */
import type { PatternProblem } from './patterns.ts'
import type { RuleProblem, RuleProblemCode } from './problem.ts'

type Fix = RuleProblem['fix']

/** By code, and by what a value must be. */
export const FIXES: Readonly<
  Record<RuleProblemCode | 'default' | 'unauthenticated' | 'groups' | 'methods' | 'true', Fix>
> = {
  RULES_NOT_A_LIST: {
    en: 'write a list: rules: [ { path: /admin, groups: [ADMIN] } ]',
    zh: '请写成列表：rules: [ { path: /admin, groups: [ADMIN] } ]',
  },
  RULE_NOT_A_MAPPING: {
    en: 'write a rule as { path: /admin, groups: [ADMIN] }',
    zh: '规则请写成 { path: /admin, groups: [ADMIN] }',
  },
  RULE_KEY_UNKNOWN: {
    en: 'a rule knows path, public, signed-in, groups, deny, methods and unauthenticated',
    zh: '规则只认识 path、public、signed-in、groups、deny、methods 和 unauthenticated',
  },
  RULE_PATH_INVALID: {
    en: 'write the path decoded, beginning with /',
    zh: '路径请写解码后的形式，以 / 开头',
  },
  RULE_PATH_TOO_OPEN: {
    en: 'a public rule must name its first segment, or be exact (=/…): this one opens the whole app',
    zh: '公开规则必须写明第一段路径，或写成精确匹配（=/…）：这条会把整个应用公开',
  },
  RULE_ACCESS_CONFLICT: {
    en: 'keep one of public, signed-in, groups and deny',
    zh: 'public、signed-in、groups、deny 只能保留一个',
  },
  RULE_ACCESS_MISSING: {
    en: 'say who may pass: public: true, signed-in: true, groups: […] or deny: true',
    zh: '请写明谁可以通过：public: true、signed-in: true、groups: […] 或 deny: true',
  },
  RULE_VALUE_INVALID: { en: 'write another value', zh: '请换一个值' },
  RULE_NEVER_APPLIES: { en: 'move it up', zh: '请把它往上移' },
  RULE_BY_ADDRESS: {
    en: 'rules look at method and path only: whoever asks can make up addresses, headers and queries',
    zh: '规则只看方法和路径：地址、请求头和查询参数都可以由请求方伪造',
  },
  default: {
    en: 'write signed-in, deny, or { groups: [ADMIN] }',
    zh: '请写 signed-in、deny 或 { groups: [ADMIN] }',
  },
  unauthenticated: { en: "write '401', or leave it out", zh: "请写 '401'，或者去掉这一项" },
  groups: { en: 'write a list of names: [ADMIN]', zh: '请写成名称列表：[ADMIN]' },
  methods: {
    en: 'write a list of methods in capitals: [GET, HEAD]',
    zh: '请写成大写方法的列表：[GET, HEAD]',
  },
  true: { en: 'write true, or leave it out', zh: '请写 true，或者去掉这一项' },
}

/** By what is wrong with a pattern. */
export const PATH_FIXES: Readonly<Record<PatternProblem, Fix>> = {
  'no-leading-slash': {
    en: 'begin with / (this path and all below it) or with =/ (this path only)',
    zh: '请以 /（该路径及其下所有路径）或 =/（仅该路径）开头',
  },
  unplain: {
    en: 'write the path decoded and plain: without %, \\, ;, ?, #, //, blanks and dot segments',
    zh: '请写解码后的普通路径：不含 %、\\、;、?、#、//、空白和点段',
  },
  'trailing-slash': {
    en: 'take the slash at the end away: the rule covers what is below it anyway; =/a/ is that path only',
    zh: '请去掉末尾的斜杠：规则本来就覆盖其下的路径；=/a/ 则仅指该路径本身',
  },
  wildcard: {
    en: '* stands for one whole segment, as in /users/*/avatar',
    zh: '* 代表一整段路径，例如 /users/*/avatar',
  },
}
