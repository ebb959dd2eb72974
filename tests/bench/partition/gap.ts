import { createMember, type Instance, runPartition } from '../../../geo/index'
import { type ExactGoal, type SmallPiece, solveExactly } from './exact'

const goal: ExactGoal = { target: 400, tolerance: 0.02, distance: 10, compound: 1 }
const mostBuildings = 40
const mostGrids = 4
const secondsPerPiece = 20
const engineSteps = 2000

/** How the engine compares with the proven optimum on one piece. */
interface Comparison {
  buildings: number
  grids: number
  ours: number
  optimum: number
}

/** Compares the engine with HiGHS on small communities of an instance and prints the gap; shape is left out on both sides. */
export async function printGap(instances: Instance[], mostPieces: number): Promise<void> {
  const comparisons: Comparison[] = []
  let tried = 0
  for (const instance of instances)
    for (const small of smallCommunities(instance)) {
      if (tried >= mostPieces) break
      const comparison = await compare(small)
      if (comparison === 'trivial') continue
      tried++
      if (comparison !== 'unproven') comparisons.push(comparison)
    }
  const ours = comparisons.reduce((sum, { ours }) => sum + ours, 0)
  const optimum = comparisons.reduce((sum, { optimum }) => sum + optimum, 0)
  const exact = comparisons.filter(({ ours, optimum }) => ours <= optimum + 1e-6).length
  console.log('\n### How far from perfect\n')
  console.log(
    `${comparisons.length} of ${tried} communities of at most ${mostBuildings} buildings were proven by HiGHS.`,
  )
  console.log(
    `The engine found the optimum in ${exact}; energy ${ours.toFixed(3)} against ${optimum.toFixed(3)},`,
  )
  console.log(`a mean gap of ${(100 * (ours / Math.max(optimum, 1e-9) - 1)).toFixed(2)} %.`)
}

async function compare(instance: Instance): Promise<Comparison | 'trivial' | 'unproven'> {
  const weights = {
    outside: 0,
    far: 0,
    inside: 0,
    border: 0,
    inertia: 0,
    distance: goal.distance,
    compound: goal.compound,
  }
  const plan = await runPartition(
    instance,
    { targetHouseholds: goal.target, tolerance: goal.tolerance, preset: 'balanced', weights, seed: 1 },
    [createMember()],
    { steps: engineSteps, clock: () => performance.now() },
  )
  if (plan.status === 'infeasible' || plan.reports.length !== 1) return 'trivial'
  if (plan.grids < 2 || plan.grids > mostGrids) return 'trivial'
  const optimum = await solveExactly(smallPiece(instance, plan.grids), goal, secondsPerPiece)
  if (optimum === undefined) return 'unproven'
  return { buildings: instance.count, grids: plan.grids, ours: plan.energy, optimum }
}

function smallPiece(instance: Instance, grids: number): SmallPiece {
  const pairs: [number, number][] = []
  for (let e = 0; e < instance.edges.length; e += 2) pairs.push([instance.edges[e], instance.edges[e + 1]])
  return { households: [...instance.households], compound: [...instance.compound], pairs, grids }
}

/** Each community of at most so many buildings, none too large for a grid, as an instance of its own. */
function* smallCommunities(instance: Instance): Generator<Instance> {
  const groups = new Map<number, number[]>()
  instance.community.forEach((community, i) => groups.set(community, [...(groups.get(community) ?? []), i]))
  for (const members of groups.values()) {
    const largest = Math.max(...members.map((i) => instance.households[i]))
    if (members.length <= mostBuildings && largest <= goal.target) yield subInstance(instance, members)
  }
}

function subInstance(instance: Instance, members: number[]): Instance {
  const local = new Map(members.map((building, k) => [building, k]))
  const reals = (values: Float64Array) => Float64Array.from(members, (i) => values[i])
  const kept = [...Array(instance.edges.length / 2).keys()].filter(
    (e) => local.has(instance.edges[2 * e]) && local.has(instance.edges[2 * e + 1]),
  )
  const edges = Int32Array.from(
    kept.flatMap((e) => [local.get(instance.edges[2 * e]) ?? 0, local.get(instance.edges[2 * e + 1]) ?? 0]),
  )
  const edgeLengths = Float64Array.from(kept, (e) => instance.edgeLengths[e])
  return {
    count: members.length,
    x: reals(instance.x),
    y: reals(instance.y),
    households: reals(instance.households),
    compound: Int32Array.from(members, (i) => instance.compound[i]),
    community: new Int32Array(members.length),
    cellArea: reals(instance.cellArea),
    cellX: reals(instance.cellX),
    cellY: reals(instance.cellY),
    cellInertia: reals(instance.cellInertia),
    outerLength: reals(instance.outerLength),
    edges,
    edgeLengths,
    allEdges: edges,
    allEdgeLengths: edgeLengths,
  }
}
