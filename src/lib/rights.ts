import type { Enum } from './database'

/** What a person may hold, in an area and everything below it. */
export type MemberRole = Enum<'member_role'>

/** What can be allowed: a page that opens, a button that is there, a row that is read. docs/access.md says which is which. */
export type Action =
  | 'see-wall'
  | 'read-cases'
  | 'read-places'
  | 'read-staff'
  | 'read-volunteers'
  | 'read-drafts'
  | 'read-figures'
  | 'read-contacts'
  | 'draw'
  | 'publish'
  | 'change-schemes'
  | 'change-places'
  | 'change-staff'
  | 'import'
  | 'report'
  | 'handle-cases'
  | 'dispatch'
  | 'work-cases'
  | 'check-cases'
  | 'urge'
  | 'visit'
  | 'change-volunteers'
  | 'serve'
  | 'administer'

interface Rights {
  /** The page on which a day begins. */
  home: string
  /** What of that page it begins with, as its address says it. */
  view?: string
  may: readonly Action[]
  /** It is held by a screen that is paired, not by a person. */
  isDevice?: true
  /** It is held for a department, whose cases alone it is about. */
  isOfDepartment?: true
}

/** What everybody reads who works in a district. */
const STAFF = ['see-wall', 'read-cases', 'read-places'] as const

/**
 * What each role may do: the one place in `src` that names a role. docs/access.md says the
 * same, and a test holds both together.
 */
export const RIGHTS: Readonly<Record<MemberRole, Rights>> = {
  admin: {
    home: 'import',
    may: [
      ...STAFF,
      'read-staff',
      'read-volunteers',
      'read-drafts',
      'read-figures',
      'draw',
      'publish',
      'change-schemes',
      'change-places',
      'change-staff',
      'import',
      'report',
      'handle-cases',
      'dispatch',
      'work-cases',
      'check-cases',
      'urge',
      'visit',
      'change-volunteers',
      'administer',
    ],
  },
  planner: {
    home: 'planner',
    may: [
      ...STAFF,
      'read-staff',
      'read-volunteers',
      'read-drafts',
      'read-figures',
      'draw',
      'change-schemes',
      'change-places',
      'change-staff',
      'import',
    ],
  },
  reviewer: { home: 'planner', may: [...STAFF, 'read-staff', 'read-drafts', 'read-figures', 'publish'] },
  leader: {
    home: 'figures',
    may: [
      ...STAFF,
      'read-staff',
      'read-volunteers',
      'read-drafts',
      'read-figures',
      'publish',
      'report',
      'handle-cases',
      'urge',
    ],
  },
  dispatcher: {
    home: 'incidents',
    may: [
      ...STAFF,
      'read-staff',
      'read-volunteers',
      'read-figures',
      'read-contacts',
      'report',
      'handle-cases',
      'dispatch',
      'work-cases',
      'check-cases',
    ],
  },
  worker: {
    home: 'incidents',
    may: [
      ...STAFF,
      'read-volunteers',
      'read-contacts',
      'report',
      'handle-cases',
      'work-cases',
      'visit',
      'change-volunteers',
      'serve',
    ],
  },
  checker: {
    home: 'incidents',
    view: 'state=checking',
    may: [...STAFF, 'read-figures', 'report', 'handle-cases', 'check-cases'],
  },
  viewer: { home: 'wall', may: ['see-wall', 'read-cases', 'read-figures'] },
  display: { home: 'wall', may: ['see-wall'], isDevice: true },
  handler: {
    home: 'incidents',
    may: ['read-cases', 'read-contacts', 'handle-cases', 'work-cases'],
    isOfDepartment: true,
  },
}

export const MEMBER_ROLES = Object.keys(RIGHTS) as readonly MemberRole[]

/** What most people are given, offered first. */
export const USUAL_ROLE: MemberRole = 'worker'

/** Whether a role allows something, where it is held. */
export function allows(role: MemberRole, action: Action): boolean {
  return RIGHTS[role].may.includes(action)
}
