import { annealAt } from './anneal'
import type { Homes } from './start/existing'
import { cycleAt, temperatureAt } from './schedule'
import { gridCounts } from './start/grid-count'
import type { Piece } from './piece'
import { finalStepShare, type Goal, hotStepShare, STEP_SHARE } from './prices'
import { drawShapelyStart } from './start/power-diagram'
import { createRandom, type Random } from './random'
import type { Recombiner } from './moves/recombine'
import { createRedraw } from './moves/redraw'
import { beginRest, createRest, judgeCycle, type Rest, sleeps } from './rest'
import { drawFromExisting } from './start/repair'
import { drawStart } from './start/start'
import { assignGrids, createState, type State } from './state'
import { createTree } from './tree'

/** The best division of a piece found so far. */
export interface Division {
  grid: Int32Array
  /** Number that the vertex's old grid has here, -1 for none. */
  home: Int32Array
  grids: number
  energy: number
}

/** A division of one piece, or of what was settled beforehand, better than any told before. */
export interface Improvement {
  /** Number of the piece; the settled grids come last. */
  piece: number
  buildings: Int32Array
  /** Grid of each of `buildings`, 0 to `grids - 1`. */
  grid: Int32Array
  grids: number
  energy: number
}

/** Solves one piece bit by bit; its result depends on the seed and the steps only, not on who runs it or when. */
export interface PieceSolver {
  state: State
  recombiner: Recombiner
  random: Random
  counts: number[]
  reachableDeviation: number
  /** The existing plan, if there is one. */
  homes?: Homes
  /** Best division for each of `counts`. */
  best: Division[]
  /** Which of `counts` the present cycle is about. */
  current: number
  /** Steps done. */
  steps: number
  rest: Rest
}

/** Proposals a vertex gets in one step, and the least a piece gets. */
const proposalsPerVertex = 1
const leastProposals = 24
const firstDraws = 6
/** Share of a cycle during which a slope leads grids back into the tolerance. */
const slopeShare = 0.6
/** Cycles that every possible number of grids gets before the better one is favoured. */
const fairCycles = 4

/**
 * Makes the first plan of a piece: the existing one mended, if there is one, else the best of a few random trees
 * and a power diagram for each number of grids. O(n log grids).
 */
export function createSolver(piece: Piece, goal: Goal, seed: number, homes?: Homes): PieceSolver {
  const state = createState(piece, goal)
  const tree = createTree(piece.count, piece.neighbour.length)
  const recombiner = { tree, redraw: createRedraw(piece.count) }
  const random = createRandom(seed, piece.count, Math.round(piece.totalHouseholds))
  const { counts, reachableDeviation } = gridCounts(piece, goal, homes?.grids)
  const solver: PieceSolver = {
    state,
    recombiner,
    random,
    counts,
    reachableDeviation,
    best: [],
    homes,
    current: 0,
    steps: 0,
    rest: createRest(),
  }
  counts.forEach((grids, which) => {
    solver.best.push({ grid: new Int32Array(piece.count), home: state.home, grids, energy: Infinity })
    if (homes) startFromExisting(solver, which, homes)
    else drawAfresh(solver, which)
  })
  return solver
}

function drawAfresh(solver: PieceSolver, which: number): void {
  const { state, recombiner, random, best } = solver
  const { grid, grids } = best[which]
  for (let draw = 0; draw < (grids === 1 ? 1 : firstDraws); draw++) {
    drawStart(state, recombiner.tree, random, grids)
    keepIfBetter(solver, which)
  }
  assignGrids(state, grid, grids)
  drawShapelyStart(state, recombiner.tree, random)
  keepIfBetter(solver, which)
}

function startFromExisting(solver: PieceSolver, which: number, homes: Homes): void {
  const { state, recombiner, random, best } = solver
  drawFromExisting(state, recombiner.tree, random, homes, best[which].grids)
  best[which].grids = state.grids
  best[which].home = state.home.slice()
  keepIfBetter(solver, which)
}

/** The division with the least energy so far. */
export function bestDivision(solver: PieceSolver): Division {
  return solver.best.reduce((a, b) => (b.energy < a.energy ? b : a))
}

/** Whether there is nothing to search: one grid, or no two buildings that could change places. */
export function isIdle(solver: PieceSolver): boolean {
  return solver.counts.every((grids) => grids === 1) || solver.state.piece.pairs.length === 0
}

/** Goes on until `until` steps are done, and returns how many of them were work rather than rest. */
export function advanceSolver(solver: PieceSolver, until: number): number {
  const { state, recombiner, random } = solver
  if (isIdle(solver)) {
    solver.steps = Math.max(solver.steps, until)
    return 0
  }
  const gentle = solver.homes?.gentle ?? false
  const proposals = Math.max(leastProposals, proposalsPerVertex * state.piece.count)
  let worked = 0
  while (solver.steps < until) {
    const cycle = cycleAt(solver.steps)
    if (sleeps(solver.rest, cycle.number)) {
      solver.steps = Math.min(until, cycle.from + cycle.length)
      continue
    }
    if (solver.steps === cycle.from) beginCycle(solver, cycle.number)
    const step = solver.steps - cycle.from
    if (step === Math.floor(slopeShare * cycle.length)) judgeByTheEdge(solver)
    annealAt(state, recombiner, random, temperatureAt(step / cycle.length, cycle.number, gentle), proposals)
    solver.steps++
    worked++
    keepIfBetter(solver, solver.current)
    if (solver.steps === cycle.from + cycle.length) endCycle(solver, cycle.number)
  }
  return worked
}

/** The first cycles go to every possible number of grids in turn; later the one that has done best gets three of four. */
function beginCycle(solver: PieceSolver, cycle: number): void {
  const { counts, best } = solver
  const leader = best.indexOf(bestDivision(solver))
  if (cycle < fairCycles * counts.length) solver.current = cycle % counts.length
  else solver.current = cycle % 4 === 3 ? (leader + 1) % counts.length : leader
  beginRest(solver.rest)
  solver.state.prices[STEP_SHARE] = hotStepShare
  solver.state.home.set(best[solver.current].home)
  if (solver.rest.agreed > 0 && !solver.homes)
    drawStart(solver.state, solver.recombiner.tree, solver.random, best[solver.current].grids)
  else assignGrids(solver.state, best[solver.current].grid, best[solver.current].grids)
}

/** From here on the cycle counts a grid outside the tolerance nearly as it counts in the end. */
function judgeByTheEdge({ state }: PieceSolver): void {
  state.prices[STEP_SHARE] = finalStepShare
  assignGrids(state, state.grid, state.grids)
}

function endCycle(solver: PieceSolver, cycle: number): void {
  const { rest } = solver
  if (cycle >= fairCycles * solver.counts.length) judgeCycle(rest, cycle, bestDivision(solver).energy)
}

function keepIfBetter(solver: PieceSolver, which: number): void {
  const { state } = solver
  const best = solver.best[which]
  if (state.prices[STEP_SHARE] !== finalStepShare || state.grids !== best.grids) return
  if (state.energy < solver.rest.cycleEnergy) solver.rest.cycleEnergy = state.energy
  if (state.energy >= best.energy - 1e-9) return
  best.grid.set(state.grid)
  best.energy = state.energy
}
