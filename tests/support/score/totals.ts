import type { Instance } from '../../../geo/graph/instance'

/** Sums per grid of a plan; `grid` is the plan renumbered from 0. Compactness and Polsby–Popper are 1 for a disc. */
export interface GridTotals {
  count: number
  grid: Int32Array
  households: Float64Array
  areaSquareMetres: Float64Array
  perimeterMetres: Float64Array
  polsbyPopper: Float64Array
  inertiaCompactness: Float64Array
  /** Mean distance from the buildings to the centre of the households. */
  walkMetres: Float64Array
  /** Connected fragments over allowed neighbours; 1 for a sound grid. */
  fragments: Int32Array
  communities: Int32Array
}

/** Adds up every grid of a plan (`plan[building]`, any numbers). O(n + m). */
export function gridTotals(instance: Instance, plan: ArrayLike<number>): GridTotals {
  const { grid, count } = renumber(plan, instance.count)
  const households = sumBy(grid, count, (i) => instance.households[i])
  const areaSquareMetres = sumBy(grid, count, (i) => instance.cellArea[i])
  const perimeterMetres = perimeters(instance, grid, count)
  return {
    count,
    grid,
    households,
    areaSquareMetres,
    perimeterMetres,
    polsbyPopper: areaSquareMetres.map(
      (area, g) => (4 * Math.PI * area) / Math.max(perimeterMetres[g], 1e-9) ** 2,
    ),
    inertiaCompactness: inertiaCompactness(instance, grid, areaSquareMetres),
    walkMetres: walks(instance, grid, households),
    fragments: fragmentsOf(instance, grid, count),
    communities: communitiesOf(instance, grid, count),
  }
}

function renumber(plan: ArrayLike<number>, size: number): { grid: Int32Array; count: number } {
  const numbers = new Map<number, number>()
  const grid = new Int32Array(size)
  for (let i = 0; i < size; i++) {
    let number = numbers.get(plan[i])
    if (number === undefined) numbers.set(plan[i], (number = numbers.size))
    grid[i] = number
  }
  return { grid, count: numbers.size }
}

function sumBy(grid: Int32Array, count: number, value: (i: number) => number): Float64Array {
  const sums = new Float64Array(count)
  for (let i = 0; i < grid.length; i++) sums[grid[i]] += value(i)
  return sums
}

function perimeters(instance: Instance, grid: Int32Array, count: number): Float64Array {
  const sums = sumBy(grid, count, (i) => instance.outerLength[i])
  const { allEdges, allEdgeLengths } = instance
  for (let e = 0; e < allEdgeLengths.length; e++) {
    const a = grid[allEdges[2 * e]]
    const b = grid[allEdges[2 * e + 1]]
    if (a === b) continue
    sums[a] += allEdgeLengths[e]
    sums[b] += allEdgeLengths[e]
  }
  return sums
}

function inertiaCompactness(instance: Instance, grid: Int32Array, area: Float64Array): Float64Array {
  const { cellArea, cellX, cellY, cellInertia } = instance
  const momentX = sumBy(grid, area.length, (i) => cellX[i] * cellArea[i])
  const momentY = sumBy(grid, area.length, (i) => cellY[i] * cellArea[i])
  const inertia = sumBy(grid, area.length, (i) => {
    const g = grid[i]
    const dx = cellX[i] - momentX[g] / area[g]
    const dy = cellY[i] - momentY[g] / area[g]
    return cellArea[i] * (dx * dx + dy * dy) + cellInertia[i]
  })
  return area.map((value, g) => value ** 2 / (2 * Math.PI * inertia[g]))
}

function walks(instance: Instance, grid: Int32Array, households: Float64Array): Float64Array {
  const { x, y, households: weight } = instance
  const centreX = sumBy(grid, households.length, (i) => x[i] * weight[i])
  const centreY = sumBy(grid, households.length, (i) => y[i] * weight[i])
  const sums = sumBy(grid, households.length, (i) => {
    const total = Math.max(1, households[grid[i]])
    return weight[i] * Math.hypot(x[i] - centreX[grid[i]] / total, y[i] - centreY[grid[i]] / total)
  })
  return sums.map((sum, g) => sum / Math.max(1, households[g]))
}

function fragmentsOf(instance: Instance, grid: Int32Array, count: number): Int32Array {
  const root = Int32Array.from(grid, (_, i) => i)
  const find = (v: number) => {
    while (root[v] !== v) v = root[v] = root[root[v]]
    return v
  }
  const { edges } = instance
  for (let i = 0; i < edges.length; i += 2)
    if (grid[edges[i]] === grid[edges[i + 1]]) root[find(edges[i])] = find(edges[i + 1])
  const fragments = new Int32Array(count)
  for (let i = 0; i < grid.length; i++) if (root[i] === i) fragments[grid[i]]++
  return fragments
}

function communitiesOf(instance: Instance, grid: Int32Array, count: number): Int32Array {
  const seen = Array.from({ length: count }, () => new Set<number>())
  for (let i = 0; i < grid.length; i++) seen[grid[i]].add(instance.community[i])
  return Int32Array.from(seen, (set) => set.size)
}
