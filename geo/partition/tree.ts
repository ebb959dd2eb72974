import { AREA, HOUSEHOLDS, MOMENT_SQUARE, MOMENT_X, MOMENT_Y, sumWidth } from './prices'
import { nextBelow, type Random } from './random'
import type { State } from './state'

/** A spanning tree of some connected vertices in the order it grew (`parent` holds positions in that order), with sums of every subtree. */
export interface Tree {
  size: number
  order: Int32Array
  parent: Int32Array
  /** Row `k` of width `sumWidth`: sums of the subtree below position `k`; its perimeter is not a sum and stays 0. */
  sums: Float64Array
  position: Int32Array
  frontier: Int32Array
  frontierFrom: Int32Array
  inner: Int32Array
  innerFrom: Int32Array
}

/** Scratch for trees over a piece with so many vertices and so many directed neighbours. */
export function createTree(vertices: number, neighbours: number): Tree {
  return {
    size: 0,
    order: new Int32Array(vertices),
    parent: new Int32Array(vertices),
    sums: new Float64Array(vertices * sumWidth),
    position: new Int32Array(vertices),
    frontier: new Int32Array(neighbours + 1),
    frontierFrom: new Int32Array(neighbours + 1),
    inner: new Int32Array(neighbours + 1),
    innerFrom: new Int32Array(neighbours + 1),
  }
}

/**
 * Grows a random spanning tree from `root` over the vertices of grids `a`, `b` and `c`. Edges inside a compound come
 * before all others, so that every compound hangs together in the tree; `depthFirst` makes it long instead of bushy. O(n + m).
 */
export function growTree(
  state: State,
  tree: Tree,
  random: Random,
  root: number,
  a: number,
  b: number,
  c: number,
  depthFirst: boolean,
): void {
  const { grid, visit } = state
  const { start, allowedEnd, neighbour, kin } = state.piece
  const { order, parent, frontier, frontierFrom, inner, innerFrom } = tree
  const stamp = ++state.stamp
  let outerSize = 0
  let innerSize = 0
  let size = 0
  let v = root
  let from = -1
  for (;;) {
    visit[v] = stamp
    order[size] = v
    parent[size] = from
    const position = size++
    const end = allowedEnd[v]
    for (let i = start[v]; i < end; i++) {
      const u = neighbour[i]
      if (visit[u] === stamp) continue
      const g = grid[u]
      if (g !== a && g !== b && g !== c) continue
      if (kin[i]) {
        inner[innerSize] = u
        innerFrom[innerSize++] = position
      } else {
        frontier[outerSize] = u
        frontierFrom[outerSize++] = position
      }
    }
    v = -1
    while (innerSize > 0) {
      const pick = depthFirst ? innerSize - 1 : nextBelow(random, innerSize)
      const u = inner[pick]
      from = innerFrom[pick]
      inner[pick] = inner[--innerSize]
      innerFrom[pick] = innerFrom[innerSize]
      if (visit[u] === stamp) continue
      v = u
      break
    }
    while (v < 0 && outerSize > 0) {
      const pick = depthFirst
        ? outerSize - 1 - nextBelow(random, Math.min(outerSize, 3))
        : nextBelow(random, outerSize)
      const u = frontier[pick]
      from = frontierFrom[pick]
      frontier[pick] = frontier[--outerSize]
      frontierFrom[pick] = frontierFrom[outerSize]
      if (visit[u] !== stamp) v = u
    }
    if (v < 0) break
  }
  tree.size = size
  sumSubtrees(state, tree)
}

function sumSubtrees(state: State, tree: Tree): void {
  const { piece } = state
  const { order, parent, sums, size } = tree
  for (let k = 0; k < size; k++) {
    const v = order[k]
    const row = k * sumWidth
    sums[row + HOUSEHOLDS] = piece.households[v]
    sums[row + AREA] = piece.area[v]
    sums[row + MOMENT_X] = piece.momentX[v]
    sums[row + MOMENT_Y] = piece.momentY[v]
    sums[row + MOMENT_SQUARE] = piece.momentSquare[v]
  }
  for (let k = size - 1; k > 0; k--) {
    const row = k * sumWidth
    const up = parent[k] * sumWidth
    sums[up + HOUSEHOLDS] += sums[row + HOUSEHOLDS]
    sums[up + AREA] += sums[row + AREA]
    sums[up + MOMENT_X] += sums[row + MOMENT_X]
    sums[up + MOMENT_Y] += sums[row + MOMENT_Y]
    sums[up + MOMENT_SQUARE] += sums[row + MOMENT_SQUARE]
  }
}

/** Marks with a fresh `state.stamp` the vertices of the subtree below position `top`, puts them first in `state.movers`, and returns how many they are. */
export function takeSubtree(state: State, tree: Tree, top: number): number {
  const { mark, movers } = state
  const stamp = ++state.stamp
  let size = 0
  for (let k = top; k < tree.size; k++) {
    if (k !== top && (tree.parent[k] < top || mark[tree.order[tree.parent[k]]] !== stamp)) continue
    mark[tree.order[k]] = stamp
    movers[size++] = tree.order[k]
  }
  return size
}
