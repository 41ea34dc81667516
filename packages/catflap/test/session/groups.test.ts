import { expect, it } from 'vitest'
import { isMember, notMember } from '../../src/session/groups.ts'
import { refusal } from '../support/refusal.ts'

it.each<[readonly string[], readonly string[], boolean]>([
  [['ADMIN'], ['ADMIN'], true],
  [['staff', 'ADMIN'], ['other', 'ADMIN'], true],
  [['/ADMIN'], ['ADMIN'], true],
  [['/home/ADMIN'], ['/home/ADMIN'], true],
  [['/home/ADMIN'], ['ADMIN'], false],
  [['//ADMIN'], ['ADMIN'], false],
  [['ADMIN'], ['/ADMIN'], false],
  [['admin'], ['ADMIN'], false],
  [['ADMIN'], [], false],
  [[], ['ADMIN'], false],
])('of %j, somebody is in one of %j: %s', (groups, wanted, expected) => {
  expect(isMember({ groups }, wanted)).toBe(expected)
})

it.each<[readonly string[], readonly string[], object]>([
  [['a', 'b'], ['ADMIN', 'staff'], { expected: 'ADMIN, staff', seen: 'a, b' }],
  [[], ['ADMIN'], { expected: 'ADMIN', seen: 'none' }],
  [['a'], [], { expected: 'a group, of which none is named', seen: 'a' }],
])('of %j, somebody is told that one of %j would do', (groups, wanted, told) => {
  expect(notMember({ groups }, wanted)).toEqual(
    refusal('FORBIDDEN', { parameter: 'groups', ...told }),
  )
})
