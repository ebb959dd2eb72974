import { isWithin } from '../../lib/deviation'
import type { AreaId, GridKey } from '../../lib/ids'
import type { GridFacts } from '../model/draft'
import { deviationOf } from '../model/figures'

/** A stored grid, as far as a report measures it. */
interface Measured extends Pick<GridFacts, 'kind'> {
  level: number
  key: GridKey
  households: number
  code: string | null
  community: AreaId
}

/** The rule of a level. */
interface LevelRule {
  level: number
  target: number
}

/** A grid measured against the target of its level; `deviation` is a share of it, null for a dedicated grid. */
export interface ReportRow<T extends Measured> {
  grid: T
  deviation: number | null
  isWithin: boolean
  buildings: number
}

/** How the grids of a level stand. */
export interface LevelBalance {
  level: number
  target: number
  grids: number
  households: number
  within: number
}

/** Returns the grids measured, ordered by code, else community and number. `leafOf`: the leaf grid (key) of each building. */
export function reportRows<T extends Measured>(
  grids: readonly T[],
  levels: readonly LevelRule[],
  tolerance: number,
  leafOf: readonly number[],
): ReportRow<T>[] {
  const targets = new Map(levels.map(({ level, target }) => [level, target]))
  const leaf = Math.max(...levels.map(({ level }) => level))
  const counts = new Map<number, number>()
  for (const key of leafOf) counts.set(key, (counts.get(key) ?? 0) + 1)
  const rows = grids.map((grid) => {
    const deviation = deviationOf(grid, grid.households, targets.get(grid.level) ?? NaN)
    return {
      grid,
      deviation,
      isWithin: isWithin(deviation, tolerance),
      buildings: grid.level === leaf ? (counts.get(grid.key) ?? 0) : 0,
    }
  })
  const order = ({ grid }: ReportRow<T>) =>
    [grid.level, grid.code ?? '', String(grid.community).padStart(9), String(grid.key).padStart(6)].join(' ')
  return rows.sort((one, other) => order(one).localeCompare(order(other)))
}

/** Returns how each level stands, upper first. */
export function levelBalances<T extends Measured>(
  rows: readonly ReportRow<T>[],
  levels: readonly LevelRule[],
): LevelBalance[] {
  return levels.map(({ level, target }) => {
    const own = rows.filter(({ grid }) => grid.level === level)
    return {
      level,
      target,
      grids: own.length,
      households: own.reduce((sum, { grid }) => sum + grid.households, 0),
      within: own.filter(({ isWithin }) => isWithin).length,
    }
  })
}

/** Which grid shares how much with which, as far as it tells what became of it. */
interface Pair {
  from: number
  fromCode: string | null
  to: number
  toCode: string | null
  same: boolean
}

/**
 * What became of the buildings that two grids share: the grid lives on with its code, lives on with a new code, on the very
 * same ground or most of it, lives on in a plan that has no codes yet, or they move to another grid.
 */
export type Succession = 'stays' | 'recoded' | 'mostlyRecoded' | 'uncoded' | 'moves'

/** Returns what became of the buildings of each pair, given all pairs of two plans, in their order. */
export function successions(pairs: readonly Pair[]): Succession[] {
  const count = (of: (pair: Pair) => number) => {
    const partners = new Map<number, number>()
    for (const pair of pairs) partners.set(of(pair), (partners.get(of(pair)) ?? 0) + 1)
    return partners
  }
  const [into, outOf] = [count(({ from }) => from), count(({ to }) => to)]
  return pairs.map(({ from, fromCode, to, toCode, same }) => {
    if (!same) return 'moves'
    if (fromCode === toCode) return 'stays'
    if (toCode === null) return 'uncoded'
    return into.get(from) === 1 && outOf.get(to) === 1 ? 'recoded' : 'mostlyRecoded'
  })
}
