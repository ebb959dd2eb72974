import type { Coverage, CoverageEdge, CoverageFace } from '../../../geo/index'
import { type Draft, type DraftPatch, type GridChange, type GridFacts, nextKey } from '../model/draft'
import type { GroundPatch } from '../model/ground-patch'
import { levelOf, type OwnChange, type Sentence } from '../model/history'
import { gridId } from '../model/ids'
import type { GridKey } from '../../lib/ids'

/** Other numbers for things of one kind. */
class Numbers {
  private readonly other = new Map<number, number>()
  /** Numbers of new things, also of those that came to nothing: none stands for two. */
  private readonly used = new Set<number>()
  private highest = -1

  /** The number as it is now; what has no other keeps its own. */
  of(number: number): number {
    return this.other.get(number) ?? number
  }

  /** Gives a new thing another number where its own is taken; `free` and all above it are not. */
  give(number: number, isTaken: (number: number) => boolean, free: number): void {
    const own = this.of(number)
    const given = isTaken(own) || this.used.has(own) ? Math.max(free, this.highest + 1) : own
    this.used.add(given)
    this.highest = Math.max(this.highest, given)
    if (given !== number) this.other.set(number, given)
  }
}

/** What new things are numbered against. */
interface Numbered {
  draft: Pick<Draft, 'grids'>
  coverage: Pick<Coverage, 'faces' | 'edges' | 'nextFace' | 'nextEdge'>
}

/**
 * Two people number new grids, faces and edges alike: the next number that is free. Here those of the one get other
 * numbers where the other took theirs, in all changes from then on.
 */
export class Renumbering {
  private readonly grids = new Map<number, Numbers>()
  private readonly faces = new Numbers()
  private readonly edges = new Numbers()

  constructor(private readonly leaf: number) {}

  /** Finds other numbers for what a change makes, where a plan has something of that number. */
  make({ draft, coverage }: Numbered, { patch: { grids, ground } }: OwnChange): void {
    const { faces, edges, nextFace, nextEdge } = coverage
    for (const { before, after } of grids) {
      if (before || !after) continue
      const { level } = after
      const isTaken = (key: GridKey) => draft.grids.has(gridId({ level, key }))
      this.gridsAt(level).give(after.key, isTaken, nextKey(draft, level))
    }
    for (const { id, was } of ground.faces) if (!was) this.faces.give(id, (one) => faces.has(one), nextFace)
    for (const { id, was } of ground.edges) if (!was) this.edges.give(id, (one) => edges.has(one), nextEdge)
  }

  /** Returns a change with the numbers as they are now. */
  applied({ patch, sentence }: OwnChange): OwnChange {
    return { patch: this.patch(patch), sentence: this.sentence(sentence) }
  }

  private gridsAt(level: number): Numbers {
    const known = this.grids.get(level)
    if (known) return known
    const made = new Numbers()
    this.grids.set(level, made)
    return made
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
    const upper = parent === null ? null : this.gridsAt(level - 1).of(parent)
    return { ...grid, key: this.gridsAt(level).of(key), parent: upper }
  }

  private ground({ moved, faces, edges }: GroundPatch): GroundPatch {
    const grids = this.gridsAt(this.leaf)
    const face = (one: CoverageFace | null) => one && { ...one, grid: grids.of(one.grid) }
    const edge = (one: CoverageEdge | null) =>
      one && { ...one, left: this.faces.of(one.left), right: this.faces.of(one.right) }
    return {
      moved: moved.map((value, at) => (at % 3 === 0 ? this.faces : grids).of(value)),
      faces: faces.map(({ id, was, is }) => ({ id: this.faces.of(id), was: face(was), is: face(is) })),
      edges: edges.map(({ id, was, is }) => ({ id: this.edges.of(id), was: edge(was), is: edge(is) })),
    }
  }

  private sentence({ code, values }: Sentence): Sentence {
    const numbers = this.gridsAt(levelOf({ code, values }, this.leaf))
    const number = (digits: string) => String(numbers.of(Number(digits))).padStart(digits.length, '0')
    const { to, grids } = values
    return {
      code,
      values: {
        ...values,
        ...(typeof to === 'number' && { to: numbers.of(to) }),
        ...(typeof grids === 'string' && { grids: grids.replaceAll(/\d+/g, number) }),
      },
    }
  }
}
