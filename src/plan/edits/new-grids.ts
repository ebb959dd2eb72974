import { contractInstance, type Instance, regridFaces } from '../../../geo/index'
import { adoptingUpper } from './adopt'
import { type GridChange, type GridFacts, nextKey } from '../model/draft'
import type { Edit } from './edits'
import { compact } from '../model/ground-patch'
import type { PlanView } from '../model/plan-view'
import type { AreaId, GridKey } from '../../lib/ids'
import type { Vertex } from '../model/ids'

/** Returns some vertices of the ground as an instance of their own, in the order given. Linear in vertices and edges. */
export function partOf(instance: Instance, vertices: readonly Vertex[]): Instance {
  const part = new Int32Array(instance.count).fill(-1)
  vertices.forEach((vertex, number) => (part[vertex] = number))
  return contractInstance(instance, part)
}

/** New grids for vertices, numbered from 0: `leaf` and, where their community has no upper grid yet, those of each upper level, from the top. */
export interface NewGrids {
  vertices: readonly Vertex[]
  leaf: ArrayLike<number>
  uppers?: readonly ArrayLike<number>[]
}

/** Returns the edit that gives buildings to grids around them, and makes new grids of the rest. */
export function fill(live: PlanView, given: ReadonlyMap<number, number>, made: readonly NewGrids[]): Edit {
  const { coverage, leaf } = live
  const keyOf = new Map(given)
  const grids: GridChange[] = []
  for (const one of made) addGrids(live, one, keyOf, grids)
  const faces = [...coverage.faces].flatMap(([id, { home, owner, grid }]) => {
    const key = grid < 0 ? keyOf.get(home >= 0 ? home : owner) : undefined
    return key === undefined ? [] : [[id, key] as const]
  })
  const values = { count: keyOf.size, made: grids.filter(({ after }) => after?.level === leaf).length }
  const patch = { ground: compact(regridFaces(coverage, faces)), grids }
  return { patch, sentence: { code: values.made ? 'fillNew' : 'fill', values } }
}

/** Makes the facts of new grids, those above first, and notes the key of each vertex. */
function addGrids(live: PlanView, made: NewGrids, keyOf: Map<number, number>, grids: GridChange[]): void {
  const { draft, leaf, ground } = live
  const next = (level: number) =>
    nextKey(draft, level) + grids.filter(({ after }) => after?.level === level).length
  const keys = Array.from({ length: leaf }, () => new Map<number, GridKey>())
  /** The key of a new grid by its number, which is made where it is the first of it. */
  const keyFor = (level: number, number: number, community: AreaId, parentOf: () => GridKey | null) => {
    const known = keys[level - 1].get(number)
    if (known !== undefined) return known
    const key = next(level)
    keys[level - 1].set(number, key)
    grids.push(madeGrid(level, key, community, parentOf()))
    return key
  }
  const adopted = (number: number, community: AreaId) => {
    const members = made.vertices.filter((_vertex, other) => made.leaf[other] === number)
    return leaf > 1 ? adoptingUpper(live, members, community) : null
  }
  made.vertices.forEach((vertex, at) => {
    const community = ground.input.buildings.community[ground.cells.inputIndex[vertex]]
    const { uppers } = made
    const above = (uppers ?? []).reduce<GridKey | null>(
      (parent, numbers, index) => keyFor(index + 1, numbers[at], community, () => parent),
      null,
    )
    const number = made.leaf[at]
    const parentOf = () => (uppers ? above : adopted(number, community))
    keyOf.set(vertex, keyFor(leaf, number, community, parentOf))
  })
}

function madeGrid(level: number, key: GridKey, community: AreaId, parent: GridKey | null): GridChange {
  const after: GridFacts = { level, key, community, parent, name: '', locked: false }
  return { before: null, after }
}
