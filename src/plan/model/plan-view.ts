import type { Coverage } from '../../../geo/index'
import type { Draft, DraftPatch, GridFacts } from './draft'
import type { Figures } from './figures'
import type { Ground } from './ground'
import type { GroundPatch } from './ground-patch'
import type { GridKey } from '../../lib/ids'
import type { BuildingPlace } from './ids'

/** What grids are measured against: households per grid, upper level first, and the share they may deviate by. */
export interface Rule {
  readonly targets: readonly number[]
  readonly tolerance: number
}

/** What is asked of a plan. Questions only read: edits are made from the answers, and done elsewhere. */
export interface PlanView {
  readonly ground: Ground
  readonly rule: Rule
  /** The lowest level, counted from 1. */
  readonly leaf: number
  readonly draft: Draft
  readonly figures: Figures
  /** Never changed by who asks. */
  readonly coverage: Coverage
  /** Whether a patch was made for the plan as it is: everything is as it was then, and every grid it gives ground to is there. */
  fits: (patch: DraftPatch) => boolean
  /** What leads from the cells with this assignment to the ground as it is: what a plan stores besides its buildings. */
  borders: () => GroundPatch
  /** Leaf grids under a grid of any level. */
  leavesOf: (grid: GridFacts) => number[]
  /** Places, in the planning input, of the buildings of a leaf grid. */
  placesOf: (key: GridKey) => BuildingPlace[]
}
