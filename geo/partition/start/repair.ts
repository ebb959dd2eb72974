import type { Homes } from './existing'
import { HOUSEHOLDS, sumWidth } from '../prices'
import type { Random } from '../random'
import { divideGrid } from './start'
import { assignGrids, type State } from '../state'
import type { Tree } from '../tree'

/**
 * Makes a sound division with `grids` grids out of the existing plan with as few changes as easily found: each grid
 * keeps its fragment with the locks or else the most households, stray buildings join a neighbour, the smallest grids
 * are merged or the largest divided until the number is right. `state.home` follows the numbers. Returns whether the
 * locks hold. O(n × changes).
 */
export function drawFromExisting(
  state: State,
  tree: Tree,
  random: Random,
  homes: Homes,
  grids: number,
): boolean {
  const { grid, home, fixed } = state
  grid.set(homes.home)
  home.set(homes.home)
  fixed.set(homes.fixed)
  keepMainFragments(state, homes.grids)
  let count = adoptStrays(state, homes.grids)
  assignGrids(state, grid, count)
  while (count > grids && mergeSmallest(state, count)) assignGrids(state, grid, --count)
  while (count < grids && divideLargest(state, tree, random, count)) assignGrids(state, grid, ++count)
  return fixed.every((locked, v) => !locked || grid[v] === home[v])
}

/** Leaves each grid its best fragment and sets the others free (-1). */
function keepMainFragments(state: State, grids: number): void {
  const { piece, grid, visit, queue, fixed } = state
  const bestValue = new Float64Array(grids).fill(-1)
  const bestSeed = new Int32Array(grids)
  const fragment = new Int32Array(piece.count)
  const stamp = ++state.stamp
  for (let seed = 0; seed < piece.count; seed++) {
    const g = grid[seed]
    if (g < 0 || visit[seed] === stamp) continue
    const size = floodFragment(state, seed, stamp)
    let value = 0
    for (let k = 0; k < size; k++) {
      fragment[queue[k]] = seed
      value += piece.households[queue[k]] + 1e-6 + (fixed[queue[k]] ? piece.totalHouseholds + 1 : 0)
    }
    if (value <= bestValue[g]) continue
    bestValue[g] = value
    bestSeed[g] = seed
  }
  for (let v = 0; v < piece.count; v++) if (grid[v] >= 0 && fragment[v] !== bestSeed[grid[v]]) grid[v] = -1
}

function floodFragment(state: State, seed: number, stamp: number): number {
  const { piece, grid, visit, queue } = state
  visit[seed] = stamp
  queue[0] = seed
  let size = 1
  for (let head = 0; head < size; head++) {
    const v = queue[head]
    for (let i = piece.start[v]; i < piece.allowedEnd[v]; i++) {
      const u = piece.neighbour[i]
      if (visit[u] === stamp || grid[u] !== grid[seed]) continue
      visit[u] = stamp
      queue[size++] = u
    }
  }
  return size
}

/** Gives every free vertex the grid of the nearest one that has a grid, and returns the number of grids. */
function adoptStrays(state: State, grids: number): number {
  const { piece, grid, queue } = state
  let size = 0
  for (let v = 0; v < piece.count; v++) if (grid[v] >= 0) queue[size++] = v
  if (size === 0) {
    grid.fill(0)
    return 1
  }
  for (let head = 0; head < size; head++) {
    const v = queue[head]
    for (let i = piece.start[v]; i < piece.allowedEnd[v]; i++) {
      const u = piece.neighbour[i]
      if (grid[u] >= 0) continue
      grid[u] = grid[v]
      queue[size++] = u
    }
  }
  return grids
}

/** Merges the smallest grid without locks into its smallest neighbour; the last grid takes over its number. */
function mergeSmallest(state: State, count: number): boolean {
  const { piece, grid, home, fixed, sums } = state
  const locked = new Uint8Array(count)
  fixed.forEach((lock, v) => lock && (locked[grid[v]] = 1))
  const households = (g: number) => sums[g * sumWidth + HOUSEHOLDS]
  let smallest = -1
  for (let g = 0; g < count; g++)
    if (!locked[g] && (smallest < 0 || households(g) < households(smallest))) smallest = g
  if (smallest < 0) return false
  let host = -1
  for (let e = 0; e < piece.pairs.length; e++) {
    const other = grid[piece.pairs[e ^ 1]]
    if (grid[piece.pairs[e]] !== smallest || other === smallest) continue
    if (host < 0 || households(other) < households(host)) host = other
  }
  if (host < 0) return false
  const renamed = (g: number) => (g === count - 1 ? smallest : g)
  for (let v = 0; v < piece.count; v++) {
    grid[v] = renamed(grid[v] === smallest ? host : grid[v])
    home[v] = home[v] === smallest ? -1 : renamed(home[v])
  }
  return true
}

/** Divides the grid with the most households that has more than one building; locks stay on the old side. */
function divideLargest(state: State, tree: Tree, random: Random, count: number): boolean {
  const { size, sums } = state
  let largest = -1
  for (let g = 0; g < count; g++) {
    if (size[g] < 2) continue
    if (largest < 0 || sums[g * sumWidth + HOUSEHOLDS] > sums[largest * sumWidth + HOUSEHOLDS]) largest = g
  }
  if (largest < 0) return false
  divideGrid(state, tree, random, largest, count, 2)
  return true
}
