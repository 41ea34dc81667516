import { expect, it } from 'vitest'
import { isMember } from '../../src/session/groups.ts'

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
