import { apply, type Draft, type DraftPatch, invert } from './draft'

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

/** A draft with its history. `position` edits are done, those after it can be redone. Never mutated. */
export interface Timeline {
  readonly draft: Draft
  readonly edits: readonly SavedEdit[]
  readonly position: number
  /** Edits below this place are in the database as they are here. */
  readonly savedEdits: number
}

/** Returns a timeline from what was stored; edits that were undone come last and can be redone. */
export function timelineOf(draft: Draft, edits: readonly SavedEdit[]): Timeline {
  const position = edits.filter(({ undone }) => !undone).length
  return { draft, edits, position, savedEdits: edits.length }
}

/** Returns the timeline with an edit done; what could be redone is dropped. There is no limit. */
export function act(timeline: Timeline, patch: DraftPatch, sentence: Sentence, at: string): Timeline {
  const kept = timeline.edits.slice(0, timeline.position)
  const edit = { number: kept.length + 1, at, by: null, sentence, patch, undone: false }
  return {
    draft: apply(timeline.draft, patch),
    edits: [...kept, edit],
    position: kept.length + 1,
    savedEdits: Math.min(timeline.savedEdits, kept.length),
  }
}

/** Returns the timeline with the last edit taken back, or null when there is none. */
export function stepBack(timeline: Timeline): Timeline | null {
  const edit = timeline.edits[timeline.position - 1]
  return edit
    ? turned(timeline, timeline.position - 1, apply(timeline.draft, invert(edit.patch)), true)
    : null
}

/** Returns the timeline with the next edit done again, or null when there is none. */
export function stepForward(timeline: Timeline): Timeline | null {
  const edit = timeline.edits[timeline.position]
  return edit ? turned(timeline, timeline.position + 1, apply(timeline.draft, edit.patch), false) : null
}

function turned(timeline: Timeline, position: number, draft: Draft, undone: boolean): Timeline {
  const place = Math.min(position, timeline.position)
  const edits = timeline.edits.map((edit, at) => (at === place ? { ...edit, undone } : edit))
  return { draft, edits, position, savedEdits: Math.min(timeline.savedEdits, place) }
}

/** Returns the timeline with everything counted as saved. */
export function saved(timeline: Timeline): Timeline {
  return { ...timeline, savedEdits: timeline.edits.length }
}
