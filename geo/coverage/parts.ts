import type { Coverage } from './coverage'
import type { CoverageEdge } from './types'

/** Connected parts of a set of faces; two faces hang together when they share an edge that `joins`. */
export function connectedParts(
  coverage: Coverage,
  faces: Iterable<number>,
  joins: (edge: CoverageEdge, id: number) => boolean,
): number[][] {
  const left = new Set(faces)
  const parts: number[][] = []
  for (const start of left) {
    left.delete(start)
    const part = [start]
    for (const face of part)
      for (const id of coverage.edgesOfFace(face)) {
        const edge = coverage.edge(id)
        const other = edge.left === face ? edge.right : edge.left
        if (left.has(other) && joins(edge, id)) {
          left.delete(other)
          part.push(other)
        }
      }
    parts.push(part)
  }
  return parts
}

/** Twice the area of a face, square units. */
export function doubledFaceArea(coverage: Coverage, face: number): number {
  let sum = 0
  let origin: CoverageEdge | undefined
  for (const id of coverage.edgesOfFace(face)) {
    const edge = coverage.edge(id)
    origin ??= edge
    const { x1, y1, x2, y2 } = edge
    const cross = (x1 - origin.x1) * (y2 - origin.y1) - (y1 - origin.y1) * (x2 - origin.x1)
    sum += edge.left === face ? cross : -cross
  }
  return sum
}
