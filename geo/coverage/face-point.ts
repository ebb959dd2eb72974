import { ringsOfEdges } from '../planar/dissolve'
import { interiorPoint } from '../planar/ring'
import type { Coverage } from './coverage'
import type { Point } from './types'

/** A point inside a face, units; nothing for a face that has no area. Linear in its edges. */
export function pointInFace(coverage: Coverage, face: number): Point | undefined {
  const edges = [...coverage.edgesOfFace(face)].flatMap((id) => {
    const { x1, y1, x2, y2, left, right } = coverage.edge(id)
    if (left === right) return []
    return left === face ? [x1, y1, x2, y2] : [x2, y2, x1, y1]
  })
  if (edges.length === 0) return undefined
  const [{ outer, holes }] = ringsOfEdges(edges)
  return interiorPoint([outer, ...holes])
}
