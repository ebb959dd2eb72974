/** What a dedicated grid (专属网格) is for; no household target is asked of it. */
export const DEDICATED_KINDS = ['market', 'park', 'school', 'hospital', 'estate'] as const
export type DedicatedKind = (typeof DEDICATED_KINDS)[number]

/** What a grid can be: residential (综合网格), or dedicated. */
export const GRID_KINDS = ['residential', ...DEDICATED_KINDS] as const
