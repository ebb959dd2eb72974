import {
  AREA,
  BALANCE,
  balanceCost,
  COST,
  HOUSEHOLDS,
  MOMENT_SQUARE,
  MOMENT_X,
  MOMENT_Y,
  PERIMETER,
  shapeCost,
  shapeWeight,
  sumWidth,
} from '../prices'
import { changeCost, compoundCost, countInCompound, countOf, type State } from '../state'

/** Shape that one move can win back, as a share of both shape weights: what promises to cost more than that and the rise is not looked at closely. */
const shapeReach = 0.15

/**
 * Change of energy if the first `size` of `state.movers` went from grid `from` to grid `to`; the sums of both grids
 * after it are left in `state.trial`, the movers marked with `state.stamp`. Infinity, and nothing left there, where
 * balance and compounds alone rise so far beyond `rise` that shape could hardly make up for it: that is known without
 * a look at the borders, and most proposals end so. O(degree of the movers).
 */
export function evaluateMove(state: State, size: number, from: number, to: number, rise: number): number {
  const { piece, movers, mark, grid, sums, trial } = state
  const { neighbour, borderLength } = piece
  const households = householdsOf(state, size)
  const a = from * sumWidth
  const b = to * sumWidth
  const balanceFrom = balanceCost(state.prices, sums[a + HOUSEHOLDS] - households)
  const balanceTo = balanceCost(state.prices, sums[b + HOUSEHOLDS] + households)
  const balanceChange = balanceFrom - sums[a + BALANCE] + (balanceTo - sums[b + BALANCE])
  const limit = rise + shapeReach * shapeWeight(state.prices)
  const countedChange = compoundChange(state, size, from, to) + homeChange(state, size, from, to)
  if (countedChange + balanceChange > limit) return Infinity
  const stamp = ++state.stamp
  for (let k = 0; k < size; k++) mark[movers[k]] = stamp
  let area = 0
  let perimeter = 0
  let momentX = 0
  let momentY = 0
  let momentSquare = 0
  let alongFrom = 0
  let alongTo = 0
  let inside = 0
  for (let k = 0; k < size; k++) {
    const v = movers[k]
    area += piece.area[v]
    perimeter += piece.perimeter[v]
    momentX += piece.momentX[v]
    momentY += piece.momentY[v]
    momentSquare += piece.momentSquare[v]
    const end = piece.start[v + 1]
    for (let i = piece.start[v]; i < end; i++) {
      const u = neighbour[i]
      const g = grid[u]
      if (g === to) alongTo += borderLength[i]
      else if (g === from) {
        if (mark[u] === stamp) inside += borderLength[i]
        else alongFrom += borderLength[i]
      }
    }
  }
  trial[HOUSEHOLDS] = sums[a + HOUSEHOLDS] - households
  trial[AREA] = sums[a + AREA] - area
  trial[PERIMETER] = sums[a + PERIMETER] - perimeter + inside + 2 * alongFrom
  trial[MOMENT_X] = sums[a + MOMENT_X] - momentX
  trial[MOMENT_Y] = sums[a + MOMENT_Y] - momentY
  trial[MOMENT_SQUARE] = sums[a + MOMENT_SQUARE] - momentSquare
  trial[sumWidth + HOUSEHOLDS] = sums[b + HOUSEHOLDS] + households
  trial[sumWidth + AREA] = sums[b + AREA] + area
  trial[sumWidth + PERIMETER] = sums[b + PERIMETER] + perimeter - inside - 2 * alongTo
  trial[sumWidth + MOMENT_X] = sums[b + MOMENT_X] + momentX
  trial[sumWidth + MOMENT_Y] = sums[b + MOMENT_Y] + momentY
  trial[sumWidth + MOMENT_SQUARE] = sums[b + MOMENT_SQUARE] + momentSquare
  trial[BALANCE] = balanceFrom
  trial[COST] = balanceFrom + shapeCost(state.prices, trial, 0)
  trial[sumWidth + BALANCE] = balanceTo
  trial[sumWidth + COST] = balanceTo + shapeCost(state.prices, trial, sumWidth)
  return trial[COST] + trial[sumWidth + COST] - sums[a + COST] - sums[b + COST] + countedChange
}

function householdsOf(state: State, size: number): number {
  let households = 0
  for (let k = 0; k < size; k++) households += state.piece.households[state.movers[k]]
  return households
}

function compoundChange(state: State, size: number, from: number, to: number): number {
  const { piece, movers, slotUsed, tally } = state
  if (size === 1) return loneCompoundChange(state, piece.compound[movers[0]], from, to)
  for (let k = 0; k < size; k++) tally[piece.compound[movers[k]]]++
  let change = 0
  for (let k = 0; k < size; k++) {
    const compound = piece.compound[movers[k]]
    const moved = tally[compound]
    if (moved === 0) continue
    tally[compound] = 0
    const before = slotUsed[compound]
    const after =
      before -
      (countOf(state, compound, from) === moved ? 1 : 0) +
      (countOf(state, compound, to) === 0 ? 1 : 0)
    if (after !== before)
      change += compoundCost(state, compound, after) - compoundCost(state, compound, before)
  }
  return change
}

/** The same for one vertex, without a tally. */
function loneCompoundChange(state: State, compound: number, from: number, to: number): number {
  const before = state.slotUsed[compound]
  const after =
    before - (countOf(state, compound, from) === 1 ? 1 : 0) + (countOf(state, compound, to) === 0 ? 1 : 0)
  if (after === before) return 0
  return compoundCost(state, compound, after) - compoundCost(state, compound, before)
}

function homeChange(state: State, size: number, from: number, to: number): number {
  let change = 0
  for (let k = 0; k < size; k++) change += changeCost(state, state.movers[k], from, to)
  return change
}

/** Carries out the move last evaluated. */
export function applyMove(state: State, size: number, from: number, to: number, change: number): void {
  const { piece, movers, grid, sums, trial } = state
  for (let k = 0; k < size; k++) {
    const v = movers[k]
    grid[v] = to
    countInCompound(state, piece.compound[v], from, -1)
    countInCompound(state, piece.compound[v], to, 1)
  }
  state.size[from] -= size
  state.size[to] += size
  const a = from * sumWidth
  const b = to * sumWidth
  for (let i = 0; i < sumWidth; i++) {
    sums[a + i] = trial[i]
    sums[b + i] = trial[sumWidth + i]
  }
  state.energy += change
}

/** Whether grid `from` stays connected, and not empty, without the marked movers. O(size of the grid). */
export function staysConnected(state: State, size: number, from: number): boolean {
  if (state.size[from] === size) return false
  const { piece, movers, mark, grid, visit, queue, stamp } = state
  const { start, allowedEnd, neighbour } = piece
  let wanted = 0
  let seed = -1
  for (let k = 0; k < size; k++) {
    const v = movers[k]
    for (let i = start[v]; i < allowedEnd[v]; i++) {
      const u = neighbour[i]
      if (grid[u] !== from || mark[u] === stamp || visit[u] === -stamp) continue
      visit[u] = -stamp
      seed = u
      wanted++
    }
  }
  if (wanted <= 1) return wanted === 1
  visit[seed] = stamp
  queue[0] = seed
  let tail = 1
  let found = 1
  for (let head = 0; head < tail; head++) {
    const v = queue[head]
    for (let i = start[v]; i < allowedEnd[v]; i++) {
      const u = neighbour[i]
      if (grid[u] !== from || mark[u] === stamp || visit[u] === stamp) continue
      if (visit[u] === -stamp && ++found === wanted) return true
      visit[u] = stamp
      queue[tail++] = u
    }
  }
  return false
}

/** Whether every marked mover hangs together with grid `to`. */
export function joinsGrid(state: State, size: number, to: number): boolean {
  if (size === 1) return true
  const { piece, movers, mark, grid, visit, queue, stamp } = state
  const { start, allowedEnd, neighbour } = piece
  let tail = 0
  for (let k = 0; k < size; k++) {
    const v = movers[k]
    for (let i = start[v]; i < allowedEnd[v]; i++) {
      if (grid[neighbour[i]] !== to) continue
      visit[v] = stamp
      queue[tail++] = v
      break
    }
  }
  for (let head = 0; head < tail; head++) {
    const v = queue[head]
    for (let i = start[v]; i < allowedEnd[v]; i++) {
      const u = neighbour[i]
      if (mark[u] !== stamp || visit[u] === stamp) continue
      visit[u] = stamp
      queue[tail++] = u
    }
  }
  return tail === size
}
