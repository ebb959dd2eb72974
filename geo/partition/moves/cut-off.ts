import type { State } from '../state'

/**
 * For a vertex whose leaving would break its grid: puts it and every fragment but the largest first in `state.movers`,
 * so that they can leave together (articulation points; Jin and Guo 2026). Returns how many, 0 if one is locked. O(size of the grid).
 */
export function gatherCutOff(state: State, v: number, from: number): number {
  const { piece, grid, visit, queue, movers, fixed } = state
  const stamp = ++state.stamp
  visit[v] = stamp
  let end = 0
  let largestAt = 0
  let largest = 0
  for (let i = piece.start[v]; i < piece.allowedEnd[v]; i++) {
    const seed = piece.neighbour[i]
    if (grid[seed] !== from || visit[seed] === stamp) continue
    const begin = end
    visit[seed] = stamp
    queue[end++] = seed
    for (let head = begin; head < end; head++) {
      const at = queue[head]
      for (let k = piece.start[at]; k < piece.allowedEnd[at]; k++) {
        const u = piece.neighbour[k]
        if (grid[u] !== from || visit[u] === stamp) continue
        visit[u] = stamp
        queue[end++] = u
      }
    }
    if (end - begin <= largest) continue
    largest = end - begin
    largestAt = begin
  }
  if (fixed[v]) return 0
  movers[0] = v
  let size = 1
  for (let k = 0; k < end; k++) {
    if (k === largestAt) k += largest
    if (k >= end) break
    if (fixed[queue[k]]) return 0
    movers[size++] = queue[k]
  }
  return size
}
