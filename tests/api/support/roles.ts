import { MEMBER_ROLES, type MemberRole, RIGHTS } from '../../../src/lib/rights'

/** A role that is held in a whole area, not for a department. */
type AreaRole = Exclude<MemberRole, 'handler'>

export type TestRole = AreaRole | 'stranger'

export const areaRoles = MEMBER_ROLES.filter((role): role is AreaRole => !RIGHTS[role].isOfDepartment)

/** Everybody who signs in during tests: one account for each role, and one that is a member of nothing. */
export const testRoles: readonly TestRole[] = [...areaRoles, 'stranger']

export const testPassword = 'only-for-tests'

export function emailOf(role: TestRole): string {
  return `${role}@test.gridward.cn`
}
