/** Random edits, and what must hold after every one of them. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { assignBuildings, mergeGrids } from '../../../geo/coverage/assign'
import { insertVertex, moveVertex } from '../../../geo/coverage/border'
import { borderKind } from '../../../geo/coverage/chains'
import type { Coverage } from '../../../geo/coverage/coverage'
import { faceAt } from '../../../geo/coverage/locate'
import { coveragePolygon } from '../../../geo/coverage/polygons'
import { splitGrid } from '../../../geo/coverage/split'
import { type EditFault, isFault, type Patch, type Point } from '../../../geo/coverage/types'
import { distanceToSegment } from '../../../geo/planar/exact'
import { subdivide } from '../../../geo/planar/faces'
import { nodeLinework } from '../../../geo/planar/noding'
import { expectNoCrossings, expectTiling } from '../invariants'

type Edit = (coverage: Coverage) => Patch | EditFault | undefined

const pick = <T>(list: readonly T[], choice: number): T | undefined => list[choice % list.length]
const shift = fc.tuple(fc.integer({ min: -6000, max: 6000 }), fc.integer({ min: -6000, max: 6000 }))
const reach = fc.constantFrom(0, 1000, 5000)

function movableEdges(coverage: Coverage): number[] {
  const movable = [...coverage.edges].filter(([, edge]) => borderKind(coverage, edge) === 'movable')
  return movable.map(([id]) => id).sort((a, b) => a - b)
}

function vertexOf(coverage: Coverage, choice: number): Point | undefined {
  const id = pick(movableEdges(coverage), choice)
  if (id === undefined) return undefined
  const { x1, y1, x2, y2 } = coverage.edge(id)
  return choice % 2 ? [x1, y1] : [x2, y2]
}

const assign = fc
  .tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), fc.nat({ max: 6 }))
  .map(([buildings, grid]): Edit => (coverage) => {
    const count = coverage.homeFace.length
    return assignBuildings(
      coverage,
      count === 0 ? [] : buildings.map((building) => building % count),
      grid - 1,
    )
  })
const merge = fc.tuple(fc.nat(), fc.nat()).map(([a, b]): Edit => (coverage) => {
  const grids = coverage.grids()
  return grids.length < 4
    ? undefined
    : mergeGrids(coverage, [grids[a % grids.length], grids[b % grids.length]])
})
const line = fc
  .array(fc.tuple(fc.integer({ min: -12_000, max: 12_000 }), fc.integer({ min: -12_000, max: 12_000 })), {
    minLength: 2,
    maxLength: 4,
  })
  .map((points): Point[] => points)
const split = fc.tuple(fc.nat(), line).map(([choice, points]): Edit => (coverage) => {
  const grid = pick(coverage.grids(), choice)
  if (grid === undefined) return undefined
  const face = Math.min(...coverage.facesOfGrid(grid))
  const { x1, y1 } = coverage.edge(Math.min(...coverage.edgesOfFace(face)))
  return splitGrid(
    coverage,
    grid,
    points.map(([x, y]): Point => [x + x1, y + y1]),
    Math.max(...coverage.grids()) + 1,
  )
})
const move = fc.tuple(fc.nat(), shift, reach).map(([choice, [dx, dy], reachUnits]): Edit => (coverage) => {
  const vertex = vertexOf(coverage, choice)
  return vertex && moveVertex(coverage, vertex, [vertex[0] + dx, vertex[1] + dy], reachUnits)
})
const insert = fc.tuple(fc.nat(), shift, reach).map(([choice, [dx, dy], reachUnits]): Edit => (coverage) => {
  const id = pick(movableEdges(coverage), choice)
  if (id === undefined) return undefined
  const { x1, y1 } = coverage.edge(id)
  return insertVertex(coverage, id, [x1 + dx, y1 + dy], reachUnits)
})
export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 2, arbitrary: assign },
  { weight: 1, arbitrary: merge },
  { weight: 2, arbitrary: split },
  { weight: 3, arbitrary: move },
  { weight: 2, arbitrary: insert },
)

/** Everything about a coverage in one string, for comparison. */
export function snapshot(coverage: Coverage): string {
  const faces = [...coverage.faces]
    .sort(([a], [b]) => a - b)
    .map(([id, face]) => `${id} ${JSON.stringify(face)}`)
  const edges = [...coverage.edges]
    .sort(([a], [b]) => a - b)
    .map(([id, edge]) => `${id} ${JSON.stringify(edge)}`)
  return [...faces, ...edges, coverage.homeFace.join()].join('\n')
}

/** What an edit comes to, whatever numbers it gives: the fault, or every edge with the grids on its sides. */
export function meaning(coverage: Coverage, result: Patch | EditFault): string {
  if (isFault(result)) return result.code
  coverage.apply(result)
  const edges = [...coverage.edges.values()].map(({ x1, y1, x2, y2, left, right }) =>
    [x1, y1, x2, y2, coverage.gridOf(left), coverage.gridOf(right)].join(),
  )
  coverage.revert(result)
  return edges.sort().join(' ')
}

/** What an edit may not change: the whole area, the gaps, and where the communities end. */
export interface Ground {
  gaps: number
  fixed: [number, number, number, number][]
}

function plainEdges(coverage: Coverage): [number, number, number, number][] {
  return [...coverage.edges.values()].map(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2])
}

function planeOf(coverage: Coverage) {
  const coordinates = plainEdges(coverage).flat()
  return subdivide(nodeLinework({ coordinates, tags: new Array<number>(coverage.edges.size).fill(0) }))
}

function communityEdges(coverage: Coverage): [number, number, number, number][] {
  const communityOf = (face: number): number => (face < 0 ? -1 : coverage.face(face).community)
  return [...coverage.edges.values()]
    .filter(({ left, right }) => communityOf(left) !== communityOf(right))
    .map(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2])
}

export function survey(coverage: Coverage): Ground {
  return { gaps: planeOf(coverage).rings.length - coverage.faces.size, fixed: communityEdges(coverage) }
}

export function expectSound(coverage: Coverage, ground: Ground): void {
  const plane = planeOf(coverage)
  expect(plane.edgeCount).toBe(coverage.edges.size)
  expect(plane.rings.length).toBe(coverage.faces.size + ground.gaps)
  expectClosedFaces(coverage)
  coverage.homeFace.forEach((face, building) => {
    expect(coverage.face(face).home).toBe(building)
    expect(coverage.gridOfBuilding(building)).toBe(coverage.gridOf(face))
    const [x, y] = coverage.sites.subarray(2 * building, 2 * building + 2)
    expect(faceAt(coverage, [x, y])).toBe(face)
  })
  expect([...coverage.faces.values()].filter(({ home }) => home >= 0)).toHaveLength(coverage.homeFace.length)
  expectFixedBorders(coverage, ground)
}

/** Each face is a closed positive area with its building inside, and all of them make up the whole to the unit. */
function expectClosedFaces(coverage: Coverage): void {
  let [sum, whole] = [0, 0]
  for (const id of coverage.faces.keys()) {
    const balance = new Map<string, number>()
    let area = 0
    for (const edgeId of coverage.edgesOfFace(id)) {
      const { x1, y1, x2, y2, left, right } = coverage.edge(edgeId)
      if (left === right) expect.fail(`edge ${edgeId} has face ${left} on both sides`)
      const sign = left === id ? 1 : -1
      area += sign * (x1 * y2 - y1 * x2)
      if (left < 0 || right < 0) whole += sign * (x1 * y2 - y1 * x2)
      balance.set(`${x1},${y1}`, (balance.get(`${x1},${y1}`) ?? 0) + sign)
      balance.set(`${x2},${y2}`, (balance.get(`${x2},${y2}`) ?? 0) - sign)
    }
    if ([...balance.values()].some((value) => value !== 0)) expect.fail(`face ${id} is open`)
    if (!(area > 0)) expect.fail(`face ${id} has an area of ${area}`)
    sum += area
  }
  expect(sum).toBe(whole)
}

/** Community borders stay: every vertex is kept, and vertices that lines brought lie on the old border to within two centimetres. */
function expectFixedBorders(coverage: Coverage, { fixed }: Ground): void {
  const now = communityEdges(coverage)
  const points = new Set(now.flatMap(([x1, y1, x2, y2]) => [`${x1},${y1}`, `${x2},${y2}`]))
  for (const [x1, y1] of fixed) expect(points.has(`${x1},${y1}`)).toBe(true)
  if (now.length === fixed.length) return
  const known = new Set(fixed.flatMap(([x1, y1, x2, y2]) => [`${x1},${y1}`, `${x2},${y2}`]))
  for (const [x, y] of now)
    if (!known.has(`${x},${y}`))
      expect(Math.min(...fixed.map((edge) => distanceToSegment(x, y, ...edge)))).toBeLessThan(2)
}

/** The slow checks: edges against edges, polygons against polygons. */
export function expectTiled(coverage: Coverage): void {
  expectNoCrossings(plainEdges(coverage))
  expectTiling([-1, ...coverage.grids()].flatMap((grid) => coveragePolygon(coverage, grid) ?? []))
}
