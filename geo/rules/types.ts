/** What a plan is checked against. */
export interface RuleSet {
  targetHouseholds: number
  /** Share of the target by which a grid may lie over or under it. */
  tolerance: number
}

export type RuleFaultCode =
  | 'building-unassigned'
  /** A building in a grid of which most households live in another community. */
  | 'building-in-other-community'
  | 'grid-empty'
  /** Parts that one can't walk between inside the grid. */
  | 'grid-in-pieces'
  /** Parts that only a barrier keeps apart. */
  | 'grid-crosses-barrier'
  | 'grid-out-of-tolerance'
  /** The same, because of one building that is too large for any grid: nobody can draw it better. */
  | 'building-over-tolerance'
  /** A compound in more grids than its size forces. */
  | 'compound-cut'

export interface RuleFault {
  code: RuleFaultCode
  /** Hard faults keep a plan from being submitted; soft ones warn. */
  severity: 'hard' | 'soft'
  /** −1 for a building without a grid. */
  grid: number
  /** The building at fault; −1 where it is the grid as a whole. */
  building: number
  /** How much: households of a building, buildings cut off, deviation as a share, grids beyond what is forced. */
  amount: number
}

/** What is known of a grid from its buildings. */
export interface GridFigure {
  buildings: number
  households: number
  /** Share of the target by which the grid lies over (positive) or under it. */
  deviation: number
  /** Compounds of which another grid holds a part. */
  cutCompounds: number
  /** Mean distance of its households from their centre, metres. */
  walkMetres: number
}
