import { carveLine, partsInside } from './carve'
import type { Coverage } from './coverage'
import { connectedParts, doubledFaceArea } from './parts'
import { tidyLooseParts } from './tidy'
import { draftEdit } from './transaction'
import type { EditFault, Patch, Point } from './types'

/**
 * The patch that splits a grid along a drawn line, which may run on beyond the grid and cross it several times. The side with
 * fewer buildings (with less ground, where these are equal) becomes `newGrid`.
 */
export function splitGrid(
  coverage: Coverage,
  grid: number,
  line: Point[],
  newGrid: number,
): Patch | EditFault {
  const inside = (face: number): boolean => coverage.gridOf(face) === grid
  const parts = partsInside(coverage, line, inside)
  if ('code' in parts) return parts
  return draftEdit(coverage, (draft) => {
    const walls = new Map<number, Point>()
    for (const part of parts) {
      const carving = carveLine(coverage, part, inside)
      if ('code' in carving) return carving
      draft.apply(carving.patch)
      for (const [old, pieces] of carving.pieces)
        if (walls.delete(old)) for (const piece of pieces) walls.set(piece, part[0])
      for (const wall of carving.walls) walls.set(wall, part[0])
    }
    const side = smallerSide(coverage, grid, line, walls)
    if ('code' in side) return side
    draft.assign(side.faces.map((face) => [face, newGrid] as const))
    tidyLooseParts(draft, [grid, newGrid])
    return undefined
  })
}

function smallerSide(
  coverage: Coverage,
  grid: number,
  line: Point[],
  walls: Map<number, Point>,
): { faces: number[] } | EditFault {
  const sides: [number[], number[]] = [[], []]
  const joins = (_: unknown, id: number): boolean => !walls.has(id)
  for (const part of connectedParts(coverage, coverage.facesOfGrid(grid), joins)) {
    const members = new Set(part)
    const touches = [false, false]
    for (const wall of walls.keys()) {
      const { left, right, x1, y1, x2, y2 } = coverage.edge(wall)
      const forward = runsAlong(line, x2 - x1, y2 - y1, (x1 + x2) / 2, (y1 + y2) / 2)
      if (members.has(left)) touches[forward ? 0 : 1] = true
      if (members.has(right)) touches[forward ? 1 : 0] = true
    }
    if (touches[0] && touches[1]) return { code: 'does-not-divide', at: line[0] }
    if (touches[0]) sides[0].push(...part)
    if (touches[1]) sides[1].push(...part)
  }
  if (sides[0].length === 0 || sides[1].length === 0) return { code: 'does-not-divide', at: line[0] }
  return { faces: isSmaller(coverage, sides[0], sides[1]) ? sides[0] : sides[1] }
}

/** Whether an edge on the line runs in its direction: as the nearest part of the line does. */
function runsAlong(line: Point[], dx: number, dy: number, x: number, y: number): boolean {
  let [best, along] = [Infinity, 0]
  for (let at = 0; at + 1 < line.length; at++) {
    const [[ax, ay], [bx, by]] = [line[at], line[at + 1]]
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const share = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    const distance = Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay))
    if (distance < best) [best, along] = [distance, dx * (bx - ax) + dy * (by - ay)]
  }
  return along > 0
}

function isSmaller(coverage: Coverage, a: number[], b: number[]): boolean {
  const homes = (faces: number[]): number => faces.filter((face) => coverage.face(face).home >= 0).length
  const ground = (faces: number[]): number =>
    faces.reduce((sum, face) => sum + doubledFaceArea(coverage, face), 0)
  return homes(a) - homes(b) < 0 || (homes(a) === homes(b) && ground(a) < ground(b))
}
