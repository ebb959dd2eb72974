import type { Coverage } from '../../../geo/index'
import { keysUnder } from './levels/chain'
import type { Draft, DraftPatch, GridFacts } from './draft'
import { inOrder, type PlanFault } from './faults'
import type { Figures } from './figures'
import type { Ground } from './ground'
import type { GroundPatch } from './ground-patch'
import type { LivePlan } from './live'
import type { PlanView, Rule } from './plan-view'
import type { GridKey } from '../../lib/ids'
import type { BuildingPlace } from './ids'

/** A question to the ground of a plan as it no longer is. Who holds an old snapshot made a mistake: what it shows stays right. */
export class StaleSnapshot extends Error {
  constructor() {
    super('The plan has been changed since this snapshot was taken.')
    this.name = 'StaleSnapshot'
  }
}

/**
 * A plan at one moment: immutable, frozen. Draft, figures and faults are those of that moment for good, and share what did not
 * change with the snapshots before and after. Questions to its ground are answered from the index that all snapshots of a plan
 * share, as long as that is at the same version; later they throw `StaleSnapshot`, so that none is answered from another plan.
 */
export class Snapshot implements PlanView {
  readonly ground: Ground
  readonly rule: Rule
  readonly leaf: number
  readonly draft: Draft
  readonly figures: Figures
  /** Every broken rule, in the order in which they are mended. */
  readonly faults: readonly PlanFault[]
  readonly #index: LivePlan
  readonly #version: number

  constructor(index: LivePlan) {
    this.#index = index
    this.#version = index.version
    this.ground = index.ground
    this.rule = index.rule
    this.leaf = index.leaf
    this.draft = index.draft
    this.figures = index.figures
    this.faults = inOrder(index.faults())
    Object.freeze(this)
  }

  /** Whether its ground can still be asked. */
  get isCurrent(): boolean {
    return this.#index.version === this.#version
  }

  get coverage(): Coverage {
    return this.asked().coverage
  }

  fits(patch: DraftPatch): boolean {
    return this.asked().fits(patch)
  }

  borders(): GroundPatch {
    return this.asked().borders()
  }

  leavesOf({ level, key }: Pick<GridFacts, 'level' | 'key'>): number[] {
    return keysUnder(this.draft.grids, { level, key }, this.leaf)
  }

  placesOf(key: GridKey): BuildingPlace[] {
    const places: BuildingPlace[] = []
    this.draft.assignment.forEach((grid, place) => {
      if (grid === key) places.push(place)
    })
    return places
  }

  private asked(): LivePlan {
    if (!this.isCurrent) throw new StaleSnapshot()
    return this.#index
  }
}
