/** What a coverage is made of. Plain data: patches are stored as JSON. Coordinates are units (centimetres) in the frame. */

export type Point = [number, number]

export interface CoverageEdge {
  x1: number
  y1: number
  x2: number
  y2: number
  /** Faces on both sides as one goes from the first to the second end; −1 outside of all communities. */
  left: number
  right: number
  /** Bits `COMMUNITY_EDGE`, `BARRIER_EDGE`, `CELL_EDGE`, `BORDER_EDGE`. */
  tags: number
}

/** Tag of edges that a planner drew. */
export const BORDER_EDGE = 8

export interface CoverageFace {
  /** The building that stands in the face; −1 for a loose one. */
  home: number
  /** The building that a loose face goes with when that building is assigned. */
  owner: number
  block: number
  community: number
  /** −1 while unassigned. */
  grid: number
}

export interface Change<T> {
  id: number
  /** Nothing where it came into being. */
  was: T | null
  /** Nothing where it ceased to be. */
  is: T | null
}

/** What an edit changed. Applied forwards or inverted; a list of patches is a plan's history. */
export interface Patch {
  faces: Change<CoverageFace>[]
  edges: Change<CoverageEdge>[]
}

/** Why an edit can't be: every one of these would break the coverage or a promise that it keeps. */
export type EditFaultCode =
  /** The drawn line crosses or touches itself. */
  | 'self-intersection'
  /** The line crosses the border of a grid that takes no part. */
  | 'crosses-border'
  | 'leaves-community'
  /** The line runs through a building's place. */
  | 'through-building'
  /** The line leaves a gap of less than two centimetres beside another edge. */
  | 'too-close'
  /** The line doesn't run from border to border. */
  | 'does-not-divide'
  /** A grid would lose all its ground. */
  | 'grid-vanishes'
  /** The border here is a community's and doesn't move. */
  | 'fixed-border'
  /** There is no border between two grids here. */
  | 'not-on-border'

export interface EditFault {
  code: EditFaultCode
  /** Where, units. */
  at: Point
}

/** Whether an edit came back as a fault. */
export function isFault(result: Patch | EditFault): result is EditFault {
  return 'code' in result
}
