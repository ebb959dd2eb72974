/** Lineage: which grid became which, told by the households and buildings that two plans have in common. */

/** One grid of the plan before and one of the plan after that have buildings in common. */
export interface LineageLink {
  from: string
  to: string
  buildings: number
  households: number
  /** Common households as a share of those of `from`, and of those of `to`; of buildings where a grid has no household. */
  shareOfFrom: number
  shareOfTo: number
}

/** From this share on, a common part makes one grid a successor of the other; below it a border was merely moved. */
export const SUCCESSOR_SHARE = 0.2

interface Totals {
  buildings: number
  households: number
}

/**
 * All pairs of grids with common buildings, ordered by `from`, then `to`. `before[b]` and `after[b]` name the grid of building b
 * in each plan, empty where it has none.
 */
export function traceLineage(
  before: readonly string[],
  after: readonly string[],
  households: ArrayLike<number>,
): LineageLink[] {
  const totals = new Map<string, Totals>()
  const common = new Map<string, Totals & { from: string; to: string }>()
  before.forEach((from, building) => {
    const to = after[building]
    for (const key of [`before ${from}`, `after ${to}`])
      add(totals, key, () => ({ ...none }), households[building])
    if (from && to) add(common, `${from} ${to}`, () => ({ ...none, from, to }), households[building])
  })
  const share = (part: Totals, whole: Totals): number =>
    whole.households > 0 ? part.households / whole.households : part.buildings / whole.buildings
  return [...common.values()]
    .map((link) => ({
      ...link,
      shareOfFrom: share(link, totals.get(`before ${link.from}`) ?? none),
      shareOfTo: share(link, totals.get(`after ${link.to}`) ?? none),
    }))
    .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to))
}

const none: Totals = { buildings: 0, households: 0 }

function add<T extends Totals>(map: Map<string, T>, key: string, make: () => T, households: number): void {
  let entry = map.get(key)
  if (!entry) map.set(key, (entry = make()))
  entry.buildings++
  entry.households += households
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Which grids of the plan after keep their code: those with one successor that has no other predecessor. Every grid that was
 * split or merged is left out and gets a new code. Keys are `to`, values `from`.
 */
export function keptCodes(links: readonly LineageLink[]): Map<string, string> {
  const heirs = links.filter(
    (link) => link.shareOfFrom >= SUCCESSOR_SHARE || link.shareOfTo >= SUCCESSOR_SHARE,
  )
  const successors = new Map<string, number>()
  const predecessors = new Map<string, number>()
  for (const { from, to } of heirs) {
    successors.set(from, (successors.get(from) ?? 0) + 1)
    predecessors.set(to, (predecessors.get(to) ?? 0) + 1)
  }
  return new Map(
    heirs
      .filter(({ from, to }) => successors.get(from) === 1 && predecessors.get(to) === 1)
      .map(({ from, to }) => [to, from]),
  )
}
