import { type DraftPatch, invert } from './draft'

/** An edit as a sentence: `code` names the sentence in the locale files, `values` fill it. */
export interface Sentence {
  code: string
  values: Record<string, string | number>
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
  /** Edits below this place are in the database as they are here. */
  readonly savedEdits: number
}

/** A step through a timeline and the patch that makes it. */
export interface Step {
  timeline: Timeline
  patch: DraftPatch
}

/** Returns a timeline from what was stored; edits that were undone come last and can be redone. */
export function timelineOf(edits: readonly SavedEdit[]): Timeline {
  return { edits, position: edits.filter(({ undone }) => !undone).length, savedEdits: edits.length }
}

/** Returns the timeline with an edit done; what could be redone is dropped. */
export function act(timeline: Timeline, patch: DraftPatch, sentence: Sentence, at: string): Timeline {
  const kept = timeline.edits.slice(0, timeline.position)
  const edit = { number: kept.length + 1, at, by: null, sentence, patch, undone: false }
  return {
    edits: [...kept, edit],
    position: kept.length + 1,
    savedEdits: Math.min(timeline.savedEdits, kept.length),
  }
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

function turned({ edits, position, savedEdits }: Timeline, next: number, undone: boolean): Timeline {
  const place = Math.min(position, next)
  return {
    edits: edits.map((edit, at) => (at === place ? { ...edit, undone } : edit)),
    position: next,
    savedEdits: Math.min(savedEdits, place),
  }
}

/** Returns the timeline with everything counted as saved. */
export function saved(timeline: Timeline): Timeline {
  return { ...timeline, savedEdits: timeline.edits.length }
}

/** Returns the edits that are done and not yet stored. */
export function unsavedEdits({ edits, position, savedEdits }: Timeline): readonly SavedEdit[] {
  return edits.slice(savedEdits, position)
}
