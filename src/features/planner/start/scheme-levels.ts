/** How many levels a scheme is typed with. */
export interface LevelCount {
  isTwoLevel: boolean
  /** There is a third level below the two. */
  isThreeLevel: boolean
}

/** What a micro-grid is to begin with: households of the level above it for each of its own, and the least and most. */
const MICRO = { name: '微网格', nameEn: 'Micro-grid', share: 5, least: 30, most: 100 }

/** Returns a third level to begin with: micro-grids of a fifth of the level above them, within what is usual. */
export function microFor({ target }: { target: number | null }) {
  const { name, nameEn, share, least, most } = MICRO
  const fifth = Math.round((target ?? 0) / share / 10) * 10
  return { name, nameEn, target: Math.min(most, Math.max(least, fifth)), posts: [] }
}

/** Returns how many levels a scheme is typed with. */
export function levelCount({ isTwoLevel, isThreeLevel }: LevelCount): number {
  return isTwoLevel ? (isThreeLevel ? 3 : 2) : 1
}

/** The fields of a form that are levels. */
export type LevelField = 'upper' | 'lower' | 'micro'

/** Returns the levels that count, upper first, by the name of their fields. */
export function levelFields(form: LevelCount): LevelField[] {
  return ([['lower'], ['upper', 'lower'], ['upper', 'lower', 'micro']] as const)[levelCount(form) - 1].slice()
}
