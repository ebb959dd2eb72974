import type { Drawn } from './changes'
import { type Draft, type DraftPatch, type GridFacts, sameGrid } from '../model/draft'
import { type GridId, gridId } from '../model/ids'
import { type Figures, planBalance, type PlanBalance } from '../model/figures'
import type { PlanView } from '../model/plan-view'
import type { Touched } from '../model/touched'
import type { GridKey } from '../../lib/ids'

/** A grid before and after somebody else's changes; null where it was not there, or is not any more. */
export interface GridDifference {
  id: GridId
  level: number
  key: GridKey
  before: GridFacts | null
  after: GridFacts | null
  households: readonly [before: number | null, after: number | null]
  /** How many buildings came to a leaf grid and left it. */
  came: number
  left: number
  /** Whether its ground changed and nothing else did. */
  isBorderOnly: boolean
}

/** What differs between two versions of a plan. */
export interface PlanDifference {
  grids: readonly GridDifference[]
  /** How many buildings changed their grid, were pinned or freed, and stretches of border locked or freed. */
  buildings: number
  pins: number
  borders: number
  balance: readonly [before: PlanBalance, after: PlanBalance]
}

/** Returns what differs from the version that was stored to a newer one, given the patch between them and what it touches. */
export function planDifference(
  { draft, figures }: Drawn,
  newer: PlanView,
  { grids, pins = [], borders = [] }: DraftPatch,
  touched: Touched,
): PlanDifference {
  const { leaf, rule } = newer
  const moves = movesBetween(draft, newer.draft)
  const facts = grids.map(({ before, after }) => before ?? after).flatMap((grid) => grid ?? [])
  const ids = new Set([...touched.ground, ...facts.map(gridId)])
  const balance = (of: Draft, its: Figures) =>
    planBalance(of.assignment, its, { leaf, tolerance: rule.tolerance })
  return {
    grids: [...ids]
      .flatMap((id) => gridDifference(id, { draft, figures }, newer, moves))
      .sort((one, other) => one.level - other.level || one.key - other.key),
    buildings: moves.count,
    pins: pins.length,
    borders: borders.length,
    balance: [balance(draft, figures), balance(newer.draft, newer.figures)],
  }
}

interface Moves {
  count: number
  came: ReadonlyMap<number, number>
  left: ReadonlyMap<number, number>
}

function movesBetween({ assignment: before }: Draft, { assignment: after }: Draft): Moves {
  const [came, left] = [new Map<number, number>(), new Map<number, number>()]
  const count = (map: Map<number, number>, key: GridKey) => map.set(key, (map.get(key) ?? 0) + 1)
  let moved = 0
  before.forEach((key, place) => {
    if (key === after[place]) return
    moved += 1
    count(left, key)
    count(came, after[place])
  })
  return { count: moved, came, left }
}

function gridDifference(id: GridId, was: Drawn, newer: PlanView, moves: Moves): GridDifference[] {
  const [before, after] = [was.draft, newer.draft].map(({ grids }) => grids.get(id) ?? null)
  const grid = before ?? after
  if (!grid) return []
  const { level, key } = grid
  const households = [was.figures, newer.figures].map((figures) => figures.get(id)?.households ?? null)
  const isLeaf = level === newer.leaf
  const [came, left] = isLeaf ? [moves.came.get(key) ?? 0, moves.left.get(key) ?? 0] : [0, 0]
  const isBorderOnly = came + left === 0 && isSame(before, after) && households[0] === households[1]
  return [
    { id, level, key, before, after, households: [households[0], households[1]], came, left, isBorderOnly },
  ]
}

function isSame(before: GridFacts | null, after: GridFacts | null): boolean {
  return before !== null && after !== null && sameGrid(before, after)
}
