/** The graph of a coverage: buildings as vertices, common borders as edges. */
import type { Blocks } from '../cells/blocks'
import type { Sites } from '../cells/sites'
import type { BuildingInput, CellProblem, Cells } from '../cells/types'
import type { Instance } from '../graph/instance'
import { toMetres, UNITS_PER_METRE } from '../planar/frame'
import { SlabIndex } from '../planar/slabs'
import { measureCells } from './moments'

/** Length given to a link over a bridge between buildings whose cells don't touch, metres. */
const LINK_METRES = 1

/**
 * The instance of the cells; a cell is a building's face with the loose faces that it owns. Two buildings are linked when
 * their cells meet inside their block and no dead end of a barrier lies between them, or by a crossing (`links`, flat pairs).
 */
export function buildInstance(
  cells: Cells,
  blocks: Blocks,
  sites: Sites,
  links: number[],
  buildings: BuildingInput[],
): { instance: Instance; islands: CellProblem[] } {
  const count = sites.block.length
  const inputs = Array.from(cells.inputIndex, (index) => buildings[index])
  const metres = inputs.map(({ position }) => toMetres(cells.frame, position))
  const borders = commonBorders(cells, sites, count)
  const deadEnds = new SlabIndex(blocks.deadEnds)
  const { points } = sites
  const isBarred = (a: number, b: number): boolean =>
    deadEnds.crosses(points[2 * a], points[2 * a + 1], points[2 * b], points[2 * b + 1])
  const allowed = new Map<number, number>()
  for (const [key, { length, inside }] of borders)
    if (inside && !isBarred(Math.floor(key / count), key % count)) allowed.set(key, length)
  const addLinks = (isWanted: (a: number, b: number) => boolean): void => {
    for (let at = 0; at < links.length; at += 2) {
      const key = links[at] * count + links[at + 1]
      if (isWanted(links[at], links[at + 1])) allowed.set(key, borders.get(key)?.length ?? LINK_METRES)
    }
  }
  addLinks((a, b) => sites.block[a] === sites.block[b])
  const islands = findIslands(cells, sites, allowed, inputs)
  addLinks((a, b) => sites.block[a] !== sites.block[b])
  const pairs = (keys: Iterable<number>): Int32Array =>
    Int32Array.from([...keys].flatMap((key) => [Math.floor(key / count), key % count]))
  const instance: Instance = {
    count,
    x: Float64Array.from(metres, ([x]) => x),
    y: Float64Array.from(metres, ([, y]) => y),
    households: Float64Array.from(inputs, ({ households }) => households),
    compound: numberCompounds(inputs),
    community: sites.block.map((block) => blocks.community[block]),
    ...measureCells(cells, count),
    edges: pairs(allowed.keys()),
    edgeLengths: Float64Array.from(allowed.values()),
    allEdges: pairs(borders.keys()),
    allEdgeLengths: Float64Array.from(borders.values(), ({ length }) => length),
  }
  return { instance, islands }
}

function numberCompounds(inputs: BuildingInput[]): Int32Array {
  let next = inputs.reduce((most, { compound }) => Math.max(most, compound), -1) + 1
  return Int32Array.from(inputs, ({ compound }) => (compound < 0 ? next++ : compound))
}

/**
 * Common border of each pair of buildings, metres; `inside` when part of it lies inside the block of both. Ground that does
 * not touch the rest of its building's cell joins nobody: two grids that met only there would each be in pieces.
 */
function commonBorders(
  cells: Cells,
  sites: Sites,
  count: number,
): Map<number, { length: number; inside: boolean }> {
  const { coordinates: c, faceOf, block } = cells
  const owner = attachedOwners(cells)
  const borders = new Map<number, { length: number; inside: boolean }>()
  for (let edge = 0; 2 * edge < faceOf.length; edge++) {
    const [left, right] = [faceOf[2 * edge], faceOf[2 * edge + 1]]
    if (left < 0 || right < 0) continue
    const [a, b] = owner[left] < owner[right] ? [owner[left], owner[right]] : [owner[right], owner[left]]
    if (a === b || a < 0) continue
    const at = 4 * edge
    const length = Math.hypot(c[at + 2] - c[at], c[at + 3] - c[at + 1]) / UNITS_PER_METRE
    const home = sites.block[a]
    const inside = home === sites.block[b] && home === block[left] && home === block[right]
    const known = borders.get(a * count + b)
    if (known) {
      known.length += length
      known.inside ||= inside
    } else borders.set(a * count + b, { length, inside })
  }
  return borders
}

/** The owner of each face that is joined to the face where its owner stands by faces of the same owner; −1 for the others. */
function attachedOwners({ faceOf, home, owner }: Cells): Int32Array {
  const near = new Map<number, number[]>()
  const note = (face: number, other: number) => {
    const list = near.get(face)
    if (list) list.push(other)
    else near.set(face, [other])
  }
  for (let half = 0; half < faceOf.length; half++) {
    const [face, other] = [faceOf[half], faceOf[half ^ 1]]
    if (face >= 0 && other >= 0 && owner[face] === owner[other]) note(face, other)
  }
  const attached = new Int32Array(home.length).fill(-1)
  const open = [...home.keys()].filter((face) => home[face] >= 0)
  for (const face of open) attached[face] = owner[face]
  for (let face = open.pop(); face !== undefined; face = open.pop())
    for (const other of near.get(face) ?? [])
      if (attached[other] < 0) {
        attached[other] = owner[other]
        open.push(other)
      }
  return attached
}

/** The parts of a block that no allowed edge connects with its largest part. */
function findIslands(
  cells: Cells,
  sites: Sites,
  allowed: Map<number, number>,
  inputs: BuildingInput[],
): CellProblem[] {
  const count = sites.block.length
  const parent = Int32Array.from({ length: count }, (_, building) => building)
  const root = (building: number): number => {
    while (parent[building] !== building) building = parent[building] = parent[parent[building]]
    return building
  }
  for (const key of allowed.keys()) parent[root(Math.floor(key / count))] = root(key % count)
  const parts = new Map<number, number[]>()
  for (let building = 0; building < count; building++) {
    const part = parts.get(root(building))
    if (part) part.push(building)
    else parts.set(root(building), [building])
  }
  const largest = new Map<number, number[]>()
  for (const part of parts.values())
    if (part.length > (largest.get(sites.block[part[0]])?.length ?? 0))
      largest.set(sites.block[part[0]], part)
  return [...parts.values()]
    .filter((part) => largest.get(sites.block[part[0]]) !== part)
    .map((part) => ({
      code: 'island',
      buildings: part.map((building) => cells.inputIndex[building]),
      community: cells.community[cells.home.indexOf(part[0])],
      at: inputs[part[0]].position,
    }))
}
