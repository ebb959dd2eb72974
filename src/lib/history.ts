/** An edit as a pair of values of the same shape: what was, and what is. */
export interface Patch<T> {
  before: T
  after: T
  /** A locale key or plain words that name the edit. */
  label: string
}

/** A list of patches with a position in it; patches after the position can be redone. Never mutated. */
export interface History<T> {
  readonly patches: readonly Patch<T>[]
  readonly position: number
  /** The position that was last saved, or -1 when it can no longer be reached. */
  readonly saved: number
}

/** Returns a history without patches, counted as saved. */
export function emptyHistory<T>(): History<T> {
  return { patches: [], position: 0, saved: 0 }
}

/** Returns the history with a patch applied; what could be redone is dropped. Keeps at most `limit` patches. */
export function record<T>(history: History<T>, patch: Patch<T>, limit = 500): History<T> {
  const kept = history.patches.slice(0, history.position)
  const patches = [...kept, patch].slice(-limit)
  const dropped = kept.length + 1 - patches.length
  const reachable = history.saved <= history.position && history.saved >= dropped
  return { patches, position: patches.length, saved: reachable ? history.saved - dropped : -1 }
}

/** One step through a history: the new history and the value to put in place. */
export interface Step<T> {
  history: History<T>
  value: T
  label: string
}

/** Returns the step that takes back the last patch, or null when there is none. */
export function undo<T>(history: History<T>): Step<T> | null {
  const patch = history.patches[history.position - 1]
  if (!patch) return null
  return { history: { ...history, position: history.position - 1 }, value: patch.before, label: patch.label }
}

/** Returns the step that applies the next patch again, or null when there is none. */
export function redo<T>(history: History<T>): Step<T> | null {
  const patch = history.patches[history.position]
  if (!patch) return null
  return { history: { ...history, position: history.position + 1 }, value: patch.after, label: patch.label }
}

/** Returns the history with its present position counted as saved. */
export function markSaved<T>(history: History<T>): History<T> {
  return { ...history, saved: history.position }
}

/** Returns whether something was changed since it was last saved. */
export function isUnsaved<T>(history: History<T>): boolean {
  return history.position !== history.saved
}
