import type { Change, Patch } from './types'

/** The patch that takes `patch` back. */
export function invertPatch(patch: Patch): Patch {
  return { faces: patch.faces.map(invertChange), edges: patch.edges.map(invertChange) }
}

function invertChange<T>({ id, was, is }: Change<T>): Change<T> {
  return { id, was: is, is: was }
}

/** One patch that does what several do one after the other. */
export function composePatches(patches: readonly Patch[]): Patch {
  return {
    faces: composeChanges(patches.flatMap(({ faces }) => faces)),
    edges: composeChanges(patches.flatMap(({ edges }) => edges)),
  }
}

function composeChanges<T extends object>(changes: Change<T>[]): Change<T>[] {
  const byId = new Map<number, Change<T>>()
  for (const { id, was, is } of changes)
    byId.set(id, { id, was: byId.has(id) ? (byId.get(id)?.was ?? null) : was, is })
  return [...byId.values()].filter(({ was, is }) => !sameRecord(was, is))
}

/** Whether two flat records are equal. */
export function sameRecord<T extends object>(a: T | null | undefined, b: T | null | undefined): boolean {
  if (!a || !b) return !a && !b
  return (Object.keys(a) as (keyof T)[]).every((key) => a[key] === b[key])
}
