/** Everybody who signs in during tests: one account for each role, and one that is a member of nothing. */
export const testRoles = [
  'admin',
  'planner',
  'reviewer',
  'leader',
  'dispatcher',
  'worker',
  'viewer',
  'display',
  'stranger',
] as const

export type TestRole = (typeof testRoles)[number]

export const testPassword = 'only-for-tests'

export function emailOf(role: TestRole): string {
  return `${role}@test.gridward.cn`
}
