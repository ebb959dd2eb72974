import type { Instance } from '../graph/instance'

/**
 * Numbers drawn grids by community, then from west to east, then from north to south, so that the same drawing has the same
 * numbers. Codes are given by the database when a plan is published. O(n + grids log grids).
 */
export function numberGrids(instance: Instance, grid: Int32Array, grids: number): Int32Array {
  const count = new Int32Array(grids)
  const x = new Float64Array(grids)
  const y = new Float64Array(grids)
  const community = new Int32Array(grids)
  for (let i = 0; i < instance.count; i++) {
    const g = grid[i]
    count[g]++
    x[g] += instance.x[i]
    y[g] += instance.y[i]
    community[g] = instance.community[i]
  }
  const order = Array.from(count, (_, g) => g)
  order.sort(
    (a, b) =>
      community[a] - community[b] ||
      x[a] / count[a] - x[b] / count[b] ||
      y[b] / count[b] - y[a] / count[a] ||
      a - b,
  )
  const number = new Int32Array(grids)
  order.forEach((g, k) => (number[g] = k))
  return grid.map((g) => number[g])
}
