import { type MemberRole, RIGHTS } from '../../../lib/rights'

/** The roles that a person may be given; a device is paired. */
export const GIVEN_ROLES: readonly MemberRole[] = (Object.keys(RIGHTS) as MemberRole[]).filter(
  (role) => !RIGHTS[role].isDevice,
)
