import type { Instance } from '../graph/instance'
import { presetsBeside, type Rivalry, rivalryOf } from './evenness'
import { compoundFacts, cutPiece, type Piece } from './piece'
import { islandsAmong, type PieceReport, reportOf, reportOfLarge } from './report'
import { prepare } from './prepare'
import { type Infeasible, type PartitionProblem, weightsOf } from './problem'
import {
  advanceSolver,
  bestDivision,
  createSolver,
  type Improvement,
  isIdle,
  type PieceSolver,
} from './solver'
import { homesOf } from './start/existing'
import type { Preset } from './weights'

/** The first answer of a crew member. */
export interface Begun {
  status: 'begun'
  improvements: Improvement[]
  reports: PieceReport[]
}

/** Solves its share of the pieces of a problem; the members of a crew share them without a word between them. */
export interface Member {
  begin(
    instance: Instance,
    problem: PartitionProblem,
    index: number,
    members: number,
  ): Promise<Begun | Infeasible>
  advance(steps: number): Promise<Advanced>
  /** How even its pieces are, and what the presets beside make of them; empty where there are none. */
  compare(): Promise<Rivalry[]>
}

/**
 * What a crew member found since it was last asked; `idle` when no piece of its share leaves anything to search, `awake`
 * the share of its work that was not left out because pieces rested.
 */
export interface Advanced {
  improvements: Improvement[]
  awake: number
  idle: boolean
}

/** A piece that is being solved, by the weights asked for and by those of the presets beside. */
interface Work {
  piece: number
  solver: PieceSolver
  beside: PieceSolver[]
  told: number
}

/** A crew member that works in the thread it is made in. */
export function createMember(): Member {
  let solvers: Work[] = []
  let targetHouseholds = 0
  const improvements = (): Improvement[] =>
    solvers.flatMap((entry): Improvement[] => {
      const best = bestDivision(entry.solver)
      if (best.energy >= entry.told) return []
      entry.told = best.energy
      const { buildings } = entry.solver.state.piece
      return [
        { piece: entry.piece, buildings, grid: best.grid.slice(), grids: best.grids, energy: best.energy },
      ]
    })
  return {
    begin(instance, problem, index, members) {
      const prepared = prepare(instance, problem)
      if (prepared.status === 'infeasible') return Promise.resolve(prepared)
      const { pieces, large } = prepared
      const settled = [...prepared.settled, ...large]
      const islands = islandsAmong(instance, pieces)
      const facts = compoundFacts(instance, [...pieces, ...settled])
      const local = new Int32Array(instance.count).fill(-1)
      targetHouseholds = problem.targetHouseholds
      const others = presetsBeside(instance, problem)
      const solverFor = (cut: Piece, preset: Preset) =>
        createSolver(
          cut,
          { targetHouseholds, tolerance: problem.tolerance, weights: weightsOf({ ...problem, preset }) },
          problem.seed,
          homesOf(cut, problem, prepared.fixed),
        )
      const limit = problem.targetHouseholds * (1 + problem.tolerance)
      const shares = shareOut(pieces, members)
      const reports: PieceReport[] = []
      solvers = []
      pieces.forEach((buildings, piece) => {
        if (shares[piece] !== index) return
        const cut = cutPiece(instance, prepared.adjacency, buildings, facts, limit, local)
        const solver = solverFor(cut, problem.preset)
        const beside = others.map((preset) => solverFor(cut, preset))
        solvers.push({ solver, beside, piece, told: Infinity })
        reports.push(reportOf(instance, piece, solver, problem, islands))
      })
      const first = improvements()
      if (index === 0) {
        first.push(...settled.map((buildings, k) => settledImprovement(buildings, pieces.length + k)))
        const number = pieces.length + prepared.settled.length
        reports.push(...large.map((buildings, k) => reportOfLarge(instance, number + k, buildings, problem)))
      }
      return Promise.resolve({ status: 'begun', improvements: first, reports })
    },
    advance(steps) {
      const searching = solvers.filter(({ solver }) => !isIdle(solver))
      let all = 0
      let worked = 0
      for (const { solver, beside } of searching)
        for (const one of [solver, ...beside]) {
          const { count } = one.state.piece
          all += count * Math.max(0, steps - one.steps)
          worked += count * advanceSolver(one, steps)
        }
      const awake = all > 0 ? worked / all : 0
      return Promise.resolve({ improvements: improvements(), idle: searching.length === 0, awake })
    },
    compare() {
      const rivalries = solvers.flatMap(({ solver, beside, piece }) =>
        beside.length > 0 ? [rivalryOf(piece, solver, beside, targetHouseholds)] : [],
      )
      return Promise.resolve(rivalries)
    },
  }
}

/** Largest pieces first, each to the member with the least work so far. */
function shareOut(pieces: Int32Array[], members: number): Int32Array {
  const shares = new Int32Array(pieces.length)
  const load = new Float64Array(members)
  const order = pieces.map((_, piece) => piece).sort((a, b) => pieces[b].length - pieces[a].length || a - b)
  for (const piece of order) {
    const least = load.indexOf(load.reduce((a, b) => Math.min(a, b)))
    shares[piece] = least
    load[least] += pieces[piece].length
  }
  return shares
}

function settledImprovement(buildings: Int32Array, piece: number): Improvement {
  return { piece, buildings, grid: new Int32Array(buildings.length), grids: 1, energy: 0 }
}
