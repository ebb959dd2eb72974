import {
  atOnce,
  type Coverage,
  coveragePolygon,
  GroundRules,
  type Patch,
  PlanRules,
  type Steps,
  touchedGrids,
  unionPolygon,
} from '../../../geo/index'
import { ancestors, keyAt, keysUnder } from './levels/chain'
import {
  changedGrids,
  type Draft,
  type DraftPatch,
  type EngineRecord,
  type GridFacts,
  sameGrid,
  turnedBorders,
} from './draft'
import { type GridId, borderKey, gridId, type BuildingPlace } from './ids'
import {
  assignmentFaults,
  emptyFaults,
  groundFaults,
  LEAF_RULES,
  OF_TARGET,
  orphanFaults,
  type PlanFault,
  placeFaults,
  SOFT_ABOVE,
} from './faults'
import type { Figures, GridFigure } from './figures'
import type { Ground } from './ground'
import { expand, groundBetween, type GroundPatch, isKnown } from './ground-patch'
import { toGroundRules } from './input'
import type { PlanView, Rule } from './plan-view'
import { freshCoverage, storedCoverageInSteps, type StoredLeaf } from './stored-coverage'
import { drawnLocks, type StoredLocks, turnedPins } from './locks/stored-locks'
import type { GridKey } from '../../lib/ids'

/** A grid as it is stored: what is known of it, and its polygon where that is. */
export type StoredGrid = GridFacts & Pick<StoredLeaf, 'polygon'>

/** A plan as it is stored. `assignment` is in the order of the planning input, −1 for none. */
export interface StoredPlan {
  assignment: Int32Array
  grids: readonly StoredGrid[]
  /** Border edits beyond the buildings' own cells; none for most plans. */
  borders: readonly GroundPatch[]
  locks: StoredLocks
  /** How the engine drew it. */
  engine?: EngineRecord
}

/** What a draft knows of a grid, and nothing that is only stored with it. */
function factsOf({ level, key, community, parent, name, locked, kind }: StoredGrid): GridFacts {
  return { level, key, community, parent, name, locked, ...(kind && { kind }) }
}

/**
 * The index behind the snapshots of a plan while it is drawn: the coverage, the rules and the figures, kept in step edit by
 * edit. Only what an edit touched is measured and drawn anew, so it answers in milliseconds for hundreds of grids. Pages see
 * snapshots of it (`snapshot.ts`), never the index.
 */
export class LivePlan implements PlanView {
  readonly coverage: Coverage
  readonly leaf: number
  draft: Draft
  figures: Figures = new Map()
  /** Counts the edits that were begun: a snapshot is of one version. */
  version = 0
  /** Called with every change of the ground, when it is made. */
  readonly followers = new Set<(patch: Patch) => void>()
  private groundRules!: GroundRules
  /** By level, the upper one first. */
  private readonly rules: PlanRules[] = []

  private constructor(
    readonly ground: Ground,
    coverage: Coverage,
    stored: StoredPlan,
    readonly rule: Rule,
  ) {
    this.leaf = rule.targets.length
    this.coverage = coverage
    const grids = new Map(stored.grids.map((grid) => [gridId(grid), factsOf(grid)]))
    const { assignment, locks, engine = {} } = stored
    this.draft = { assignment, grids, ...drawnLocks(ground, locks), engine }
  }

  /** Opens a plan, resting now and then, for a page that is to answer meanwhile. */
  static *inSteps(ground: Ground, stored: StoredPlan, rule: Rule): Steps<LivePlan> {
    const leaves = stored.grids.filter(({ level }) => level === rule.targets.length)
    const coverage = yield* storedCoverageInSteps(ground, { ...stored, leaves })
    const live = new LivePlan(ground, coverage, stored, rule)
    live.groundRules = yield* GroundRules.inSteps(live.coverage, toGroundRules(ground.input))
    for (const [at, targetHouseholds] of rule.targets.entries()) {
      const held = { targetHouseholds, tolerance: rule.tolerance }
      live.rules.push(yield* PlanRules.inSteps(ground.instance, live.assignmentAt(at + 1), held))
    }
    const figures = new Map<GridId, GridFigure>()
    for (const [id, grid] of live.draft.grids) {
      yield
      figures.set(id, live.figureOf(grid))
    }
    live.figures = figures
    return live
  }

  /** Opens a plan at once. */
  static of(ground: Ground, stored: StoredPlan, rule: Rule): LivePlan {
    return atOnce(LivePlan.inSteps(ground, stored, rule))
  }

  /** Whether a patch was made for the plan as it is now: everything is as it was then, and every grid it gives ground to is there. */
  fits({ ground, grids, pins = [], borders = [] }: DraftPatch): boolean {
    const { draft, coverage } = this
    const isFact = grids.every(({ before, after }) => {
      const now = draft.grids.get(gridId((before ?? after) as GridFacts)) ?? null
      return sameGrid(now, before)
    })
    const arePins = pins.every(([building, isPinned]) => {
      const place = this.ground.placeOf.get(building)
      return place === undefined || draft.pinned[place] !== isPinned
    })
    const areBorders = borders.every(
      ([one, other, locked]) => draft.lockedBorders.has(borderKey(one, other)) !== (locked === 1),
    )
    if (!isFact || !arePins || !areBorders || !isKnown(coverage, ground)) return false
    const patch = expand(coverage, ground)
    return coverage.fits(patch) && this.areGridsThere(patch, changedGrids(draft.grids, grids))
  }

  /** Makes an edit and brings figures and rules in step. Throws `stale-patch` where it was made for another state. */
  apply(patch: DraftPatch): void {
    atOnce(this.applyInSteps(patch))
  }

  /** Makes an edit, resting now and then; the figures are the old ones until all is done. Throws as `apply` does, before the first rest. */
  *applyInSteps({ ground, grids, pins, borders, engine }: DraftPatch): Steps<void> {
    const patch = expand(this.coverage, ground)
    const touched = touchedGrids(this.coverage, patch)
    this.coverage.apply(patch)
    this.version++
    const before = this.draft.grids
    this.draft = {
      assignment: this.movedAssignment(patch),
      grids: changedGrids(before, grids),
      pinned: turnedPins(this.ground, this.draft.pinned, pins),
      lockedBorders: turnedBorders(this.draft.lockedBorders, borders),
      engine: engine?.after ?? this.draft.engine,
    }
    for (const follower of this.followers) follower(patch)
    this.groundRules.update(touched)
    yield
    yield* this.follow(touched, before)
  }

  /** What leads from the cells with this assignment to the ground as it is now: what a plan stores besides its buildings. */
  borders(): GroundPatch {
    return groundBetween(freshCoverage(this.ground, this.draft.assignment), this.coverage)
  }

  /**
   * Every broken rule, of all levels and of the places themselves. Hard ones are what the database finds in the plan when it is
   * stored (`plan_faults`); what it does not look for is soft.
   */
  faults(): PlanFault[] {
    const { ground, draft, leaf, figures } = this
    const { inputIndex } = ground.cells
    const ofRules = this.rules.flatMap((rules, at) =>
      rules.faults().flatMap(({ code, severity, grid, building, amount }): PlanFault[] => {
        const isUpper = at + 1 < leaf
        if (!(isUpper ? SOFT_ABOVE : LEAF_RULES).has(code)) return []
        if (OF_TARGET.has(code) && draft.grids.get(gridId({ level: at + 1, key: grid }))?.kind) return []
        const place = building < 0 ? null : inputIndex[building]
        const [isHard, key] = [severity === 'hard' && !isUpper, grid < 0 ? null : grid]
        return [{ code, isHard, level: at + 1, key, building: place, community: null, amount }]
      }),
    )
    return [
      ...placeFaults(ground, draft),
      ...orphanFaults(draft, leaf),
      ...assignmentFaults(ground, draft, leaf),
      ...emptyFaults(draft, figures, leaf),
      ...groundFaults(ground, this.groundRules, draft, figures, leaf),
      ...ofRules,
    ]
  }

  /** Leaf grids under a grid of any level. */
  leavesOf(grid: GridFacts): number[] {
    return keysUnder(this.draft.grids, grid, this.leaf)
  }

  /** Places, in the planning input, of the buildings of a leaf grid. */
  placesOf(key: GridKey): BuildingPlace[] {
    return this.coverage.buildingsOfGrid(key).map((vertex) => this.ground.cells.inputIndex[vertex])
  }

  private areGridsThere({ faces }: Patch, grids: Draft['grids']): boolean {
    const isThere = (level: number, key: GridKey) => grids.has(gridId({ level, key }))
    return (
      faces.every(({ is }) => !is || is.grid < 0 || isThere(this.leaf, is.grid)) &&
      [...grids.values()].every(({ level, parent }) => parent === null || isThere(level - 1, parent))
    )
  }

  private assignmentAt(level: number): Int32Array {
    const { leaf } = this
    const leaves = this.coverage.assignment()
    if (level === leaf) return leaves
    const above = new Map<GridKey, GridKey>([[-1, -1]])
    return leaves.map((key) => {
      const found = above.get(key) ?? keyAt(this.draft.grids, { level: leaf, key }, level) ?? -1
      above.set(key, found)
      return found
    })
  }

  private movedAssignment({ faces }: Patch): Int32Array {
    const moved = faces.flatMap(({ is }) => (is && is.home >= 0 ? [is] : []))
    if (moved.length === 0) return this.draft.assignment
    const assignment = this.draft.assignment.slice()
    for (const { home, grid } of moved) assignment[this.ground.cells.inputIndex[home]] = grid
    return assignment
  }

  private *follow(touched: Set<number>, before: Draft['grids']): Steps<void> {
    const stale = new Map<GridId, GridFacts>()
    const mark = (level: number, key: GridKey) => {
      const grid = this.draft.grids.get(gridId({ level, key }))
      if (grid) stale.set(gridId(grid), grid)
    }
    for (const key of touched) this.markWithAbove(gridId({ level: this.leaf, key }), before, mark)
    for (const [id, grid] of this.draft.grids) {
      const was = before.get(id)
      if (was !== grid) this.markWithAbove(id, before, mark)
    }
    this.rules.forEach((rules, at) => {
      const drawn = [...this.draft.grids.values()].flatMap(({ level, key }) =>
        level === at + 1 ? [key] : [],
      )
      for (const key of rules.update(this.assignmentAt(at + 1), drawn)) mark(at + 1, key)
    })
    yield* this.measure([...stale.values()])
  }

  private markWithAbove(
    id: GridId,
    before: Draft['grids'],
    mark: (level: number, key: GridKey) => void,
  ): void {
    for (const grids of [before, this.draft.grids]) {
      const grid = grids.get(id)
      if (grid) for (const { level, key } of [grid, ...ancestors(grids, grid)]) mark(level, key)
    }
  }

  private *measure(stale: readonly GridFacts[]): Steps<void> {
    const figures = new Map<GridId, GridFigure>()
    for (const [id, figure] of this.figures) if (this.draft.grids.has(id)) figures.set(id, figure)
    for (const grid of stale) {
      yield
      figures.set(gridId(grid), this.figureOf(grid))
    }
    this.figures = figures
  }

  private figureOf(grid: GridFacts): GridFigure {
    const { level, key } = grid
    const none = { buildings: 0, households: 0, deviation: -1, cutCompounds: 0, walkMetres: 0 }
    const isLeaf = level === this.leaf
    const polygon = isLeaf
      ? coveragePolygon(this.coverage, key)
      : unionPolygon(this.coverage, key, new Set(this.leavesOf(grid)))
    const figure = { ...none, ...this.rules[level - 1].figureOf(key) }
    return { level, key, ...figure, ...(grid.kind && { deviation: null }), polygon: polygon ?? null }
  }
}
