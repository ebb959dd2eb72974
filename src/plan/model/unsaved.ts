import { type DraftPatch, invert } from './draft'
import {
  type OwnChange,
  type SavedEdit,
  storedCount,
  type Timeline,
  timelineOf,
  unsavedChanges,
} from './history'

/** What was done to a version of a plan and is not stored, as it is kept until it is. Plain data. */
export interface Unsaved {
  version: number
  /** The edits that the version had done, and when the last of them was made. */
  base: { done: number; at: string | null }
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
  return { version, base: baseOf(stored), count, position, tail, taken }
}

function baseOf(stored: readonly SavedEdit[]): Unsaved['base'] {
  const { position: done } = timelineOf(stored)
  return { done, at: stored[done - 1]?.at ?? null }
}

/**
 * Returns the patches that lead from a later version back to the one that work was kept on, by its history; null where what
 * that version had done was taken back meanwhile.
 */
export function wayBack({ edits, position }: Timeline, { done, at }: Unsaved['base']): DraftPatch[] | null {
  const isSame = done === 0 || Date.parse(edits[done - 1]?.at) === Date.parse(at ?? '')
  if (position < done || !isSame) return null
  return edits
    .slice(done, position)
    .map(({ patch }) => invert(patch))
    .reverse()
}

/** Returns the timeline of a plan as it was stored with what was kept put on it, and the patches that lead there. */
export function resumed(
  timeline: Timeline,
  { count, position, tail }: Unsaved,
): { timeline: Timeline; patches: DraftPatch[] } {
  const { edits, stored } = timeline
  const back = edits.slice(count, timeline.position).reverse()
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
