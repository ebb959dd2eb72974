import { changedGrids, type DraftPatch, invert } from '../model/draft'
import { type GridId, gridId } from '../model/ids'
import type { StoredState } from './changes'
import { type PlanDifference, planDifference } from './difference'
import { planBalance, type PlanBalance } from '../model/figures'
import { expand } from '../model/ground-patch'
import type { OwnChange } from '../model/history'
import type { LivePlan } from '../model/live'
import { storedCoverage, type StoredLeaf } from '../model/stored-coverage'
import { lockFault } from '../model/locks/locks'
import { Renumbering } from '../edits/renumber'
import { patchBetween, type PlanBefore, type Touched, touchedBy } from '../model/touched'

/**
 * What becomes of an own change on a newer version: it is done on top; the other did the same; it touches what the other
 * changed; a lock of the other holds; or it builds on a change that is not done.
 */
export type Fate = 'merged' | 'same' | 'touches' | 'locked' | 'depends'

/** An own change and what becomes of it. */
export interface Judged {
  own: OwnChange
  /** The same with the numbers that new grids get in the newer version. */
  change: OwnChange
  fate: Fate
  /** Grids (by `gridId`): those in which it meets the other's changes, else those it touches. */
  grids: readonly GridId[]
}

/** What a merge would do, before it is done. */
export interface Merge {
  difference: PlanDifference
  own: readonly Judged[]
  /** The newer version with the own changes that are done on top of it. */
  balance: PlanBalance
}

/** Returns whether a change is neither done nor the other's as well: merging leaves it out. */
export function isDropped({ fate }: Judged): boolean {
  return fate !== 'merged' && fate !== 'same'
}

/**
 * Returns what would become of own changes on a newer version of a plan. `base` is the version that they were made on.
 * A change is done where it touches no grid that the other changed, fits, and breaks no lock; new grids get other numbers
 * where the other took theirs. `theirs` is an index of its own, which no page asks; it is as before afterwards. Costs a coverage and the making of the edits.
 */
export function previewMerge(base: StoredState, theirs: LivePlan, own: readonly OwnChange[]): Merge {
  const { ground, leaf, rule } = theirs
  const { draft } = base
  const leaves = storedLeaves(base, leaf)
  const coverage = storedCoverage(ground, {
    assignment: draft.assignment,
    borders: base.borders ?? [],
    leaves,
  })
  const newer = patchBetween({ ground, coverage, leaf, draft }, theirs)
  const touched = touchedBy({ ground, coverage, leaf, draft }, newer)
  const difference = planDifference(base, theirs, newer, touched)
  const judge = new Judge({ ground, coverage, leaf, draft }, theirs, touched)
  try {
    const judged = own.map((change) => judge.judge(change))
    const { tolerance } = rule
    return {
      difference,
      own: judged,
      balance: planBalance(theirs.draft.assignment, theirs.figures, { leaf, tolerance }),
    }
  } finally {
    judge.takeBack()
  }
}

function storedLeaves({ draft, figures }: StoredState, leaf: number): StoredLeaf[] {
  return [...draft.grids].flatMap(([id, { level, key, community }]) => {
    const coordinates = figures.get(id)?.polygon?.polygons
    return level === leaf && coordinates
      ? [{ key, community, polygon: { type: 'MultiPolygon', coordinates } }]
      : []
  })
}

/** Judges own changes one after the other, each on what the ones before it left. */
class Judge {
  private readonly done: DraftPatch[] = []
  private readonly numbering: Renumbering
  /** New grids that the other has not, by the numbers that they have in the own plan. */
  private readonly made = new Set<GridId>()
  /** The same by the numbers that they get in the newer version. */
  private readonly given = new Set<GridId>()

  constructor(
    /** The own plan, as far as it has come. */
    private mine: PlanBefore,
    private readonly theirs: LivePlan,
    private readonly newer: Touched,
  ) {
    this.numbering = new Renumbering(theirs.leaf)
  }

  judge(own: OwnChange): Judged {
    const touched = touchedBy(this.mine, own.patch)
    this.follow(own.patch)
    const { theirs, numbering } = this
    const same = numbering.applied(own)
    if (theirs.fits(invert(same.patch))) return { own, change: same, fate: 'same', grids: all(touched) }
    numbering.make(theirs, own)
    const change = numbering.applied(own)
    for (const id of newGrids(own)) this.made.add(id)
    for (const id of newGrids(change)) this.given.add(id)
    const met = this.met(touched, this.made)
    if (met.length > 0) return { own, change, fate: 'touches', grids: met }
    if (!this.fits(change)) return { own, change, ...this.misfit(touched) }
    if (lockFault(theirs, change.patch)) return { own, change, fate: 'locked', grids: [...touched.ground] }
    theirs.apply(change.patch)
    this.done.push(change.patch)
    return { own, change, fate: 'merged', grids: all(touched) }
  }

  takeBack(): void {
    for (const patch of [...this.done].reverse()) this.theirs.apply(invert(patch))
  }

  private follow({ ground, grids }: DraftPatch): void {
    const { coverage, draft } = this.mine
    coverage.apply(expand(coverage, ground))
    this.mine = { ...this.mine, draft: { grids: changedGrids(draft.grids, grids) } }
  }

  /**
   * Grids that a change means as they were, and the other changed; not those of `own`, which are new. A name stands
   * whatever became of the ground.
   */
  private met({ ground, locks }: Touched, own: ReadonlySet<GridId>): GridId[] {
    return [...new Set([...ground, ...locks])].filter((id) => this.newer.ground.has(id) && !own.has(id))
  }

  /** Whether a change can be done on the newer version: where an own one before it was not, its ground lies in other grids there. */
  private fits({ patch }: OwnChange): boolean {
    const { theirs, given } = this
    return theirs.fits(patch) && this.met(touchedBy(theirs, patch), given).length === 0
  }

  private misfit(touched: Touched): Pick<Judged, 'fate' | 'grids'> {
    const newer = new Set(all(this.newer))
    const met = all(touched).filter((id) => newer.has(id) && !this.made.has(id))
    return met.length > 0 ? { fate: 'touches', grids: met } : { fate: 'depends', grids: all(touched) }
  }
}

/** Grids (by `gridId`) that a change makes. */
function newGrids({ patch }: OwnChange): GridId[] {
  return patch.grids.flatMap(({ before, after }) => (!before && after ? [gridId(after)] : []))
}

function all({ ground, locks, named }: Touched): GridId[] {
  return [...new Set([...ground, ...locks, ...named])]
}
