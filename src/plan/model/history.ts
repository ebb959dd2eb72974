import { type DraftPatch, invert } from './draft'

/** An edit as a sentence: `code` names the sentence in the locale files, `values` fill it. */
export interface Sentence {
  code: string
  values: Record<string, string | number>
}

/** Sentences about upper grids. */
const OF_UPPER = /upper|moveGroups/i

/** Returns what a sentence says of the level of its grids: nothing of the leaf grids and those above them, which its code tells apart. */
export function levelValue({ leaf }: { leaf: number }, level: number): Record<string, number> {
  return level < leaf - 1 ? { level } : {}
}

/** Returns the level of the grids that a sentence is about. */
export function levelOf({ code, values }: Sentence, leaf: number): number {
  if (typeof values.level === 'number') return values.level
  return OF_UPPER.test(String(values.of ?? code)) ? leaf - 1 : leaf
}

/** An edit as it is kept with the plan; `number` counts from 1. `at` is an ISO string. */
export interface SavedEdit {
  number: number
  at: string
  by: string | null
  sentence: Sentence
  patch: DraftPatch
  undone: boolean
}

/** The edits of a plan: `position` of them are done, those after it can be redone. Never mutated, without limit. */
export interface Timeline {
  readonly edits: readonly SavedEdit[]
  readonly position: number
  /** The edits as the database has them. */
  readonly stored: readonly SavedEdit[]
}

/** A change that is not stored yet: an edit, or the taking back of one that is. */
export type OwnChange = Pick<SavedEdit, 'patch' | 'sentence'>

/** A step through a timeline and the patch that makes it. */
export interface Step {
  timeline: Timeline
  patch: DraftPatch
}

/** Returns a timeline from what was stored; edits that were undone come last and can be redone. */
export function timelineOf(edits: readonly SavedEdit[]): Timeline {
  return { edits, position: edits.filter(({ undone }) => !undone).length, stored: edits }
}

/** Returns the timeline with an edit done; what could be redone is dropped. */
export function act(timeline: Timeline, patch: DraftPatch, sentence: Sentence, at: string): Timeline {
  const kept = timeline.edits.slice(0, timeline.position)
  const edit = { number: kept.length + 1, at, by: null, sentence, patch, undone: false }
  return { ...timeline, edits: [...kept, edit], position: kept.length + 1 }
}

/** Returns the step that takes back the last edit, or null when there is none. */
export function stepBack(timeline: Timeline): Step | null {
  const edit = timeline.edits[timeline.position - 1]
  return edit ? { timeline: turned(timeline, timeline.position - 1, true), patch: invert(edit.patch) } : null
}

/** Returns the step that does the next edit again, or null when there is none. */
export function stepForward(timeline: Timeline): Step | null {
  const edit = timeline.edits[timeline.position]
  return edit ? { timeline: turned(timeline, timeline.position + 1, false), patch: edit.patch } : null
}

function turned({ edits, position, stored }: Timeline, next: number, undone: boolean): Timeline {
  const place = Math.min(position, next)
  return {
    edits: edits.map((edit, at) => (at === place ? { ...edit, undone } : edit)),
    position: next,
    stored,
  }
}

/** Returns the timeline once the edits of an earlier one are stored. */
export function saved(timeline: Timeline, { edits }: Timeline): Timeline {
  return { ...timeline, stored: edits }
}

/** Returns how many edits, from the first on, the database has as they are here. */
export function storedCount({ edits, stored }: Timeline): number {
  const at = edits.findIndex(
    ({ patch, undone }, place) => patch !== stored[place]?.patch || undone !== stored[place].undone,
  )
  return at < 0 ? edits.length : at
}

/** Returns what was done since the last save, in its order; stored edits that were taken back come first. */
export function unsavedChanges(timeline: Timeline): OwnChange[] {
  const { edits, position, stored } = timeline
  const count = storedCount(timeline)
  const back = stored.slice(count).filter(({ undone }) => !undone)
  return [...[...back].reverse().map(takenBack), ...edits.slice(count, position)]
}

/** Returns the history with which a branch begins that holds what is not stored yet; `at` is an ISO string. */
export function branchHistory(timeline: Timeline, at: string): SavedEdit[] {
  return unsavedChanges(timeline).map(({ patch, sentence }, place) => {
    return { number: place + 1, at, by: null, sentence, patch, undone: false }
  })
}

function takenBack({ patch, sentence: { code, values } }: SavedEdit): OwnChange {
  const { of, ...rest } = values
  const sentence =
    code === 'takeBack'
      ? { code: String(of), values: rest }
      : { code: 'takeBack', values: { ...values, of: code } }
  return { patch: invert(patch), sentence }
}
