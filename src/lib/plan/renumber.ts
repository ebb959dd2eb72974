import { type Draft, type DraftPatch, type GridChange, type GridFacts, gridId, nextKey } from './draft'
import type { GroundPatch } from './ground-patch'
import type { OwnChange, Sentence } from './history'

/** Sentences whose `to` is an upper grid. */
const OF_UPPER = /upper|moveGroups/i

/**
 * Two people number new grids alike: the next number that is free. Here those of the one get other numbers where the
 * other took theirs, in all changes from then on.
 */
export class Renumbering {
  /** Own grids (by `gridId`) that have another number now. */
  private readonly numbers = new Map<string, number>()
  private readonly next = new Map<number, number>()

  constructor(private readonly leaf: number) {}

  /** Finds other numbers for the grids that a change makes, where a draft has a grid of that number. */
  make(draft: Draft, { patch }: OwnChange): void {
    for (const { before, after } of patch.grids) {
      if (before || !after || !draft.grids.has(gridId(after))) continue
      const { level } = after
      const key = Math.max(nextKey(draft, level), this.next.get(level) ?? 0)
      this.next.set(level, key + 1)
      this.numbers.set(gridId(after), key)
    }
  }

  /** Returns a change with the numbers as they are now. */
  applied({ patch, sentence }: OwnChange): OwnChange {
    if (this.numbers.size === 0) return { patch, sentence }
    return { patch: this.patch(patch), sentence: this.sentence(sentence) }
  }

  private number(level: number, key: number): number {
    return this.numbers.get(gridId({ level, key })) ?? key
  }

  private patch({ ground, grids, ...locks }: DraftPatch): DraftPatch {
    const change = ({ before, after }: GridChange): GridChange => ({
      before: before && this.facts(before),
      after: after && this.facts(after),
    })
    return { ...locks, ground: this.ground(ground), grids: grids.map(change) }
  }

  private facts(grid: GridFacts): GridFacts {
    const { level, key, parent } = grid
    return {
      ...grid,
      key: this.number(level, key),
      parent: parent === null ? null : this.number(level - 1, parent),
    }
  }

  private ground({ moved, faces, edges }: GroundPatch): GroundPatch {
    const face = <T extends { grid: number }>(one: T | null) =>
      one && { ...one, grid: this.number(this.leaf, one.grid) }
    return {
      moved: moved.map((value, at) => (at % 3 === 0 ? value : this.number(this.leaf, value))),
      faces: faces.map(({ id, was, is }) => ({ id, was: face(was), is: face(is) })),
      edges,
    }
  }

  private sentence({ code, values }: Sentence): Sentence {
    const level = this.leaf - (OF_UPPER.test(String(values.of ?? code)) ? 1 : 0)
    const entries = Object.entries(values).map(([name, value]) => {
      if (name === 'to' && typeof value === 'number') return [name, this.number(level, value)]
      if (name !== 'grids' || typeof value !== 'string') return [name, value]
      const number = (digits: string) =>
        String(this.number(this.leaf, Number(digits))).padStart(digits.length, '0')
      return [name, value.replaceAll(/\d+/g, number)]
    })
    return { code, values: Object.fromEntries(entries) as Sentence['values'] }
  }
}
