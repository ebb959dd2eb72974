import { type DraftPatch, invert } from './draft'
import { type OwnChange, type SavedEdit, storedCount, type Timeline, unsavedChanges } from './history'
import type { LivePlan } from './live'
import { lockFault } from './locks'

/** What was done to a version of a plan and is not stored, as it is kept until it is. Plain data. */
export interface Unsaved {
  version: number
  /** How many edits, from the first on, are as the database has them, and how many are done. */
  count: number
  position: number
  /** The edits after those, done or undone. */
  tail: readonly SavedEdit[]
  /** Stored edits that were taken back, as changes. */
  taken: readonly OwnChange[]
}

/** Returns what is to be kept of a timeline; null where everything is stored. */
export function unsavedOf(timeline: Timeline, version: number): Unsaved | null {
  const { edits, position, stored } = timeline
  const count = storedCount(timeline)
  const tail = edits.slice(count)
  if (tail.length === 0 && stored.length === count) return null
  const done = Math.max(0, position - count)
  const taken = unsavedChanges(timeline).slice(0, -done || undefined)
  return { version, count, position, tail, taken }
}

/** Returns the timeline of a plan as it was stored with what was kept put on it, and the patches that lead there. */
export function resumed(
  timeline: Timeline,
  { count, position, tail }: Unsaved,
): { timeline: Timeline; patches: DraftPatch[] } {
  const { edits, stored } = timeline
  const back = edits.slice(count, timeline.position).toReversed()
  const ahead = tail.filter(({ undone }) => !undone)
  return {
    timeline: { edits: [...edits.slice(0, count), ...tail], position, stored },
    patches: [...back.map(({ patch }) => invert(patch)), ...ahead.map(({ patch }) => patch)],
  }
}

/** Returns what was kept as changes, in the order in which they were made. */
export function keptChanges({ tail, taken }: Unsaved): OwnChange[] {
  return [...taken, ...tail.filter(({ undone }) => !undone)]
}

/**
 * Returns which changes can be done on a plan one after the other, and which others cannot though the plan is not already as
 * they would have it. The plan is as before afterwards.
 */
export function whatFits(
  live: LivePlan,
  changes: readonly OwnChange[],
): { fitting: OwnChange[]; others: OwnChange[] } {
  const fitting: OwnChange[] = []
  const others: OwnChange[] = []
  for (const change of changes) {
    if (live.fits(change.patch) && !lockFault(live, change.patch)) {
      live.apply(change.patch)
      fitting.push(change)
    } else if (!live.fits(invert(change.patch))) others.push(change)
  }
  for (const { patch } of fitting.toReversed()) live.apply(invert(patch))
  return { fitting, others }
}
