import type { Coverage } from './coverage'
import { composePatches } from './patch'
import type { CoverageFace, EditFault, Patch } from './types'

/** Steps of one edit, made on the coverage and taken back at the end: what stays is the patch. */
export class Transaction {
  private readonly patches: Patch[] = []

  constructor(readonly coverage: Coverage) {}

  apply(patch: Patch): void {
    this.coverage.apply(patch)
    this.patches.push(patch)
  }

  /** Gives faces to grids. */
  assign(grids: Iterable<readonly [face: number, grid: number]>): void {
    const faces = [...grids].flatMap(([id, grid]) => {
      const was = this.coverage.face(id)
      const is: CoverageFace = { ...was, grid }
      return was.grid === grid ? [] : [{ id, was, is }]
    })
    this.apply({ faces, edges: [] })
  }

  /** All steps so far as one patch. */
  patch(): Patch {
    return composePatches(this.patches)
  }

  rollback(): void {
    for (const patch of this.patches.splice(0).reverse()) this.coverage.revert(patch)
  }
}

/** Runs the steps of an edit; the coverage is as before when it returns. */
export function draftEdit(
  coverage: Coverage,
  steps: (draft: Transaction) => EditFault | undefined,
): Patch | EditFault {
  const draft = new Transaction(coverage)
  try {
    return steps(draft) ?? draft.patch()
  } finally {
    draft.rollback()
  }
}
