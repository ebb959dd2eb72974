import { gatherMovers } from './gather'
import { allowedRise } from './metropolis'
import { applyMove, evaluateMove, joinsGrid, staysConnected } from './move'
import { nextBelow, nextInteger, type Random } from '../random'
import type { State } from '../state'
import { remember, undo } from './undo'

const moved = { vertices: new Int32Array(0) }
const maxWalk = 8

/**
 * A composite move: `v` (or its compound) enters the grid of `u`, and something of that grid leaves for a neighbouring
 * grid, which makes a swap if it is the grid that `v` came from. Only the sum of both must pass the Metropolis test.
 */
export function swapAlong(state: State, random: Random, v: number, u: number, temperature: number): void {
  const { grid } = state
  const from = grid[v]
  const to = grid[u]
  const bits = nextInteger(random)
  const size = gatherMovers(state, v, from, (bits & 1) === 0)
  if (size === 0) return
  const first = evaluateMove(state, size, from, to, Infinity)
  if (!staysConnected(state, size, from) || !joinsGrid(state, size, to)) return
  const vertices = keepMovers(state, size)
  const trail = remember(state, from, to)
  applyMove(state, size, from, to, first)
  if (!passOn(state, random, u, to, (bits & 2) === 0, trail.energy + allowedRise(random, temperature)))
    undo(state, trail, vertices, size, from, to)
}

/** Lets something at the border of grid `from`, near `near`, go over that border if the energy then stays below `limit`. */
function passOn(
  state: State,
  random: Random,
  near: number,
  from: number,
  wholeCompound: boolean,
  limit: number,
): boolean {
  const { piece, grid } = state
  const arrived = state.stamp
  let v = near
  for (let step = 0; step < maxWalk; step++) {
    const degree = piece.allowedEnd[v] - piece.start[v]
    const u = piece.neighbour[piece.start[v] + nextBelow(random, degree)]
    if (grid[u] === from) {
      if (state.mark[u] !== arrived) v = u
      continue
    }
    const size = gatherMovers(state, v, from, wholeCompound)
    if (size === 0) return false
    const to = grid[u]
    const change = evaluateMove(state, size, from, to, limit - state.energy)
    if (state.energy + change > limit) return false
    if (!staysConnected(state, size, from) || !joinsGrid(state, size, to)) return false
    applyMove(state, size, from, to, change)
    return true
  }
  return false
}

function keepMovers(state: State, size: number): Int32Array {
  if (moved.vertices.length < size) moved.vertices = new Int32Array(2 * size)
  for (let k = 0; k < size; k++) moved.vertices[k] = state.movers[k]
  return moved.vertices
}
