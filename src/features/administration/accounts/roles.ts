import { MEMBER_ROLES, type MemberRole, RIGHTS } from '../../../lib/rights'

/** The roles that a person may be given; a device is paired. */
export const GIVEN_ROLES: readonly MemberRole[] = MEMBER_ROLES.filter((role) => !RIGHTS[role].isDevice)
