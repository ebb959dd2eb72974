import { gatherCutOff } from './moves/cut-off'
import { gatherMovers } from './moves/gather'
import { allowedRise } from './moves/metropolis'
import { applyMove, evaluateMove, joinsGrid, staysConnected } from './moves/move'
import { nextBelow, nextInteger, type Random } from './random'
import { type Recombiner, recombinePair, recombineTriple } from './moves/recombine'
import type { State } from './state'
import { swapAlong } from './moves/swap'

/** Shares of the proposals, out of 1024. */
const compoundShare = 340
const swapShare = 120
const tripleShare = 20
const recombineShare = 40

/**
 * Simulated annealing at one temperature: `proposals` pairs of neighbours are looked at; where a grid border runs
 * between them, one kind of move is tried. About 0.2 microseconds a proposal.
 */
export function annealAt(
  state: State,
  recombiner: Recombiner,
  random: Random,
  temperature: number,
  proposals: number,
): void {
  const { grid } = state
  const { pairs } = state.piece
  const pairCount = pairs.length >> 1
  if (state.grids < 2 || pairCount === 0) return
  for (let n = 0; n < proposals; n++) {
    const e = nextBelow(random, pairCount) << 1
    if (grid[pairs[e]] === grid[pairs[e + 1]]) continue
    const bits = nextInteger(random)
    const v = pairs[e + (bits & 1)]
    const u = pairs[e + 1 - (bits & 1)]
    const kind = (bits >>> 8) & 1023
    if (kind < tripleShare) recombineTriple(state, recombiner, random, v, grid[v], grid[u], temperature)
    else if (kind < recombineShare) recombinePair(state, recombiner, random, v, grid[v], grid[u], temperature)
    else if (kind < recombineShare + swapShare) swapAlong(state, random, v, u, temperature)
    else
      moveAcross(
        state,
        v,
        grid[u],
        kind < recombineShare + swapShare + compoundShare,
        allowedRise(random, temperature),
      )
  }
}

/** Moves a vertex, or all that its grid holds of its compound, over the border if the energy does not rise too far. */
function moveAcross(state: State, v: number, to: number, wholeCompound: boolean, rise: number): void {
  const from = state.grid[v]
  const size = gatherMovers(state, v, from, wholeCompound)
  if (size === 0) return
  const change = evaluateMove(state, size, from, to, rise)
  if (change > rise) return
  if (!staysConnected(state, size, from)) {
    if (size === 1) moveWithCutOff(state, v, from, to, rise)
    return
  }
  if (joinsGrid(state, size, to)) applyMove(state, size, from, to, change)
}

/** Moves a vertex together with what hangs on it alone. */
function moveWithCutOff(state: State, v: number, from: number, to: number, rise: number): void {
  const size = gatherCutOff(state, v, from)
  if (size < 2) return
  const change = evaluateMove(state, size, from, to, rise)
  if (change <= rise) applyMove(state, size, from, to, change)
}
