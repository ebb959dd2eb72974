import {
  communitiesOf,
  gridsOf,
  metresBetween,
  metresFrom,
  pairsAcross,
  type Standing,
} from './figures/standing'

/** A stroke begins so far before a building and ends so far behind another, metres: it only passes over them. */
export const OVERSHOOT_METRES = 8

/** How far a building is from the straight way over two others, metres. */
function metresBeside(one: Standing, from: Standing, to: Standing): number {
  const [[x, y], [wayX, wayY]] = [metresFrom(from.at, one.at), metresFrom(from.at, to.at)]
  const length = Math.hypot(wayX, wayY)
  const along = (x * wayX + y * wayY) / length
  const share = Math.min(length + OVERSHOOT_METRES, Math.max(-OVERSHOOT_METRES, along)) / length
  return Math.hypot(x - share * wayX, y - share * wayY)
}

/** How far a building is outside of a box around two others, metres; less than 0 inside. */
function metresOutside(one: Standing, from: Standing, to: Standing): number {
  const [[x, y], [wayX, wayY]] = [metresFrom(from.at, one.at), metresFrom(from.at, to.at)]
  const beyond = (value: number, end: number) => Math.max(Math.min(0, end) - value, value - Math.max(0, end))
  return Math.max(beyond(x, wayX), beyond(y, wayY))
}

/** What the hand is aimed at: buildings, and those that it must take, without any of which it could be doubted. */
export interface Aim {
  from: Standing
  to: Standing
  taken: Standing[]
}

/** How far from what the hand does a building is taken, metres, and how near to that limit none may stand. */
interface Reach {
  metres: number
  doubt: number
}

/** Buildings that a reach takes; null where one of them could be doubted. */
function takenBy(
  all: readonly Standing[],
  distance: (one: Standing) => number,
  { metres, doubt }: Reach,
): Standing[] | null {
  const distances = all.map((one) => ({ one, away: distance(one) }))
  if (distances.some(({ away }) => Math.abs(away - metres) < doubt)) return null
  return distances.filter(({ away }) => away < metres).map(({ one }) => one)
}

function isPlain(taken: Standing[] | null, grids: number): taken is Standing[] {
  return (
    taken !== null && taken.length > 1 && gridsOf(taken).size === grids && communitiesOf(taken).size === 1
  )
}

/** A stroke over buildings of one grid beside another. */
export function aimStroke(all: readonly Standing[], reach: Reach): Aim {
  for (const [from] of pairsAcross(all)) {
    const mates = all.filter(({ id, grid }) => grid === from.grid && id !== from.id)
    const [to] = mates.sort((a, b) => metresBetween(from, a) - metresBetween(from, b))
    const taken = to && takenBy(all, (one) => metresBeside(one, from, to), reach)
    if (isPlain(taken ?? null, 1)) return { from, to, taken: taken ?? [] }
  }
  throw new Error('No stroke takes buildings of one grid only.')
}

/** A box around buildings of two grids. */
export function aimBox(all: readonly Standing[], reach: Reach): Aim {
  for (const [from, to] of pairsAcross(all)) {
    const taken = takenBy(all, (one) => metresOutside(one, from, to), reach)
    if (isPlain(taken, 2)) return { from, to, taken }
  }
  throw new Error('No box takes buildings of two grids only.')
}

/** A ring around some buildings of one grid beside another, of a community or any; `from` and `to` are its middle. */
export function aimRing(all: readonly Standing[], reach: Reach, community?: number): Aim {
  for (const [from] of pairsAcross(all)) {
    if (community !== undefined && from.community !== community) continue
    const taken = takenBy(all, (one) => metresBetween(from, one), reach)
    if (isPlain(taken, 1)) return { from, to: from, taken }
  }
  throw new Error('No ring takes buildings of one grid only.')
}
