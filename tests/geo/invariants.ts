/** What holds for every coverage, checked the slow and plain way. */
import { expect } from 'vitest'
import type { Cells } from '../../geo/cells/types'
import type { GridPolygon } from '../../geo/coverage/polygons'
import { orient, pointKey } from '../../geo/planar/exact'
import { toUnits } from '../../geo/planar/frame'
import { doubledArea, ringContains } from '../../geo/planar/ring'

type Edge = [number, number, number, number]

export function edgesOf(cells: Cells): Edge[] {
  return Array.from(cells.tags, (_, edge) => [...cells.coordinates.subarray(4 * edge, 4 * edge + 4)] as Edge)
}

/** No two edges have more in common than an end point. */
export function expectNoCrossings(edges: Edge[]): void {
  for (let i = 0; i < edges.length; i++)
    for (let j = i + 1; j < edges.length; j++)
      if (meetBadly(edges[i], edges[j])) expect.fail(`edges meet: ${edges[i].join()} and ${edges[j].join()}`)
}

function meetBadly([ax, ay, bx, by]: Edge, [cx, cy, dx, dy]: Edge): boolean {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false
  const [c, d] = [Math.sign(orient(ax, ay, bx, by, cx, cy)), Math.sign(orient(ax, ay, bx, by, dx, dy))]
  const [a, b] = [Math.sign(orient(cx, cy, dx, dy, ax, ay)), Math.sign(orient(cx, cy, dx, dy, bx, by))]
  if (c * d < 0 && a * b < 0) return true
  const strictlyOn = (px: number, py: number, [x1, y1, x2, y2]: Edge, side: number): boolean =>
    side === 0 && (px - x1) * (px - x2) + (py - y1) * (py - y2) < 0
  return (
    strictlyOn(cx, cy, [ax, ay, bx, by], c) ||
    strictlyOn(dx, dy, [ax, ay, bx, by], d) ||
    strictlyOn(ax, ay, [cx, cy, dx, dy], a) ||
    strictlyOn(bx, by, [cx, cy, dx, dy], b)
  )
}

/** Twice the area of each face from its directed edges, and twice that of the whole from the edges to the outside. */
export function doubledAreas(cells: Cells): { faces: number[]; whole: number } {
  const faces = Array.from(cells.home, () => 0)
  let whole = 0
  cells.faceOf.forEach((face, half) => {
    if (face < 0) return
    const [x1, y1] = cells.coordinates.subarray(2 * half, 2 * half + 2)
    const [x2, y2] = cells.coordinates.subarray(2 * (half ^ 1), 2 * (half ^ 1) + 2)
    faces[face] += x1 * y2 - y1 * x2
    if (cells.faceOf[half ^ 1] < 0) whole += x1 * y2 - y1 * x2
  })
  return { faces, whole }
}

/** A planar coverage: every edge has two different sides, every face is closed and positive, buildings stand in their own faces. */
export function expectCoverage(cells: Cells): void {
  const edges = edgesOf(cells)
  expectNoCrossings(edges)
  expect(
    new Set(edges.map((edge) => [edge, [edge[2], edge[3], edge[0], edge[1]]].sort().join('|'))).size,
  ).toBe(edges.length)
  const ends = cells.home.length > 0 ? faceEnds(cells) : []
  for (const balance of ends) for (const degree of balance.values()) expect(degree).toBe(0)
  const { faces, whole } = doubledAreas(cells)
  for (const area of faces) expect(area).toBeGreaterThan(0)
  expect(faces.reduce((sum, area) => sum + area, 0)).toBe(whole)
  const homes = [...cells.home].filter((building) => building >= 0).sort((a, b) => a - b)
  expect(homes).toEqual([...cells.inputIndex.keys()])
  cells.home.forEach((building, face) => {
    if (building >= 0) expect(cells.owner[face]).toBe(building)
  })
}

/** Leaving minus entering edges of each face at each vertex. */
function faceEnds(cells: Cells): Map<number, number>[] {
  const balance = Array.from(cells.home, () => new Map<number, number>())
  cells.faceOf.forEach((face, half) => {
    if (face < 0) return
    const from = pointKey(cells.coordinates[2 * half], cells.coordinates[2 * half + 1])
    const to = pointKey(cells.coordinates[2 * (half ^ 1)], cells.coordinates[2 * (half ^ 1) + 1])
    expect(cells.faceOf[half ^ 1]).not.toBe(face)
    balance[face].set(from, (balance[face].get(from) ?? 0) + 1)
    balance[face].set(to, (balance[face].get(to) ?? 0) - 1)
  })
  return balance
}

/** Every border of a grid is, to the bit, the border of one other grid the other way round, or of no grid. */
export function expectTiling(polygons: GridPolygon[]): void {
  const directed = new Map<string, number>()
  for (const { grid, polygons: parts } of polygons)
    for (const positions of parts.flat())
      for (let step = 0; step + 1 < positions.length; step++) {
        const key = `${positions[step].join()} ${positions[step + 1].join()}`
        expect(directed.has(key)).toBe(false)
        directed.set(key, grid)
      }
  for (const [key, grid] of directed) {
    const twin = directed.get(key.split(' ').reverse().join(' '))
    if (twin !== undefined) expect(twin).not.toBe(grid)
  }
}

/** Every ring passes no vertex twice, outer rings run counter-clockwise, holes clockwise and inside. */
export function expectSimpleRings(cells: Cells, polygons: GridPolygon[]): void {
  for (const { polygons: parts } of polygons)
    for (const rings of parts) {
      const flat = rings.map((positions) =>
        positions.slice(0, -1).flatMap((position) => toUnits(cells.frame, position)),
      )
      flat.forEach((points, index) => {
        expect(Math.sign(doubledArea(points))).toBe(index === 0 ? 1 : -1)
        const keys = points.flatMap((_, at) => (at % 2 === 0 ? [pointKey(points[at], points[at + 1])] : []))
        expect(new Set(keys).size).toBe(keys.length)
        if (index > 0)
          for (let at = 0; at < points.length; at += 2)
            expect(ringContains(flat[0], points[at], points[at + 1])).toBeGreaterThanOrEqual(0)
      })
    }
}
