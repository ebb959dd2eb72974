import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import type { Polygon } from 'geojson'
import {
  type Coverage,
  faceAt,
  fromUnits,
  type GridPolygon,
  type LngLat,
  pointInFace,
  polygonOfFaces,
  toUnits,
} from '../../../geo/index'
import type { PlanView } from './plan-view'

/** Ground that is picked as one: faces without buildings that hang together in one block and one grid. */
export type GroundPiece = readonly number[]

/** Returns the piece of ground without buildings around a face; none where a building stands on it. */
function pieceAround(coverage: Coverage, start: number): GroundPiece {
  const { home, block, grid } = coverage.face(start)
  if (home >= 0) return []
  const piece = new Set([start])
  for (const face of piece)
    for (const id of coverage.edgesOfFace(face)) {
      const { left, right } = coverage.edge(id)
      const other = left === face ? right : left
      if (other < 0 || piece.has(other)) continue
      const beside = coverage.face(other)
      if (beside.home < 0 && beside.block === block && beside.grid === grid) piece.add(other)
    }
  return [...piece]
}

/** Returns the ground without buildings at a position; none where a building's ground or the outside is. */
export function groundAt({ coverage }: PlanView, at: Readonly<LngLat>): GroundPiece {
  const face = faceAt(coverage, toUnits(coverage.frame, at))
  return face < 0 ? [] : pieceAround(coverage, face)
}

/** Returns the ground without buildings along the straight way between two positions, looked at every so many degrees. */
export function groundAlong(
  live: PlanView,
  from: Readonly<LngLat>,
  to: Readonly<LngLat>,
  step: number,
): number[] {
  const count = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / step))
  const found = new Set<number>()
  for (let at = 0; at <= count; at++) {
    const share = at / count
    const place: LngLat = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
    for (const face of groundAt(live, place)) found.add(face)
  }
  return [...found]
}

/** Returns the ground without buildings that has its middle inside an outline (degrees). Linear in the faces. */
export function groundInside({ coverage }: PlanView, outline: readonly (readonly number[])[]): number[] {
  const area: Polygon = { type: 'Polygon', coordinates: [[...outline, outline[0]].map((at) => [...at])] }
  return [...coverage.faces].flatMap(([id, { home }]) => {
    const at = home < 0 ? pointInFace(coverage, id) : undefined
    return at && booleanPointInPolygon(fromUnits(coverage.frame, ...at), area) ? [id] : []
  })
}

/**
 * Returns the pieces of ground without buildings that are worth going to, the largest first: in no grid, or of a block or
 * community of their own, so that their grid is a choice.
 */
export function openGround({ coverage }: PlanView, leastSquareMetres = 500): GroundPiece[] {
  const inhabited = new Set<number>()
  for (const { home, block } of coverage.faces.values()) if (home >= 0) inhabited.add(block)
  const seen = new Set<number>()
  const pieces: { faces: GroundPiece; area: number }[] = []
  for (const [id, { home, block, grid }] of coverage.faces) {
    if (home >= 0 || seen.has(id) || (inhabited.has(block) && grid >= 0)) continue
    const faces = pieceAround(coverage, id)
    for (const face of faces) seen.add(face)
    const area = groundPolygon(coverage, faces)?.areaSquareMetres ?? 0
    if (area >= leastSquareMetres) pieces.push({ faces, area })
  }
  return pieces.sort((one, other) => other.area - one.area).map(({ faces }) => faces)
}

/** Returns the polygon of some faces, with its area; null where none of them is there any more. */
export function groundPolygon(coverage: Coverage, faces: readonly number[]): GridPolygon | null {
  return polygonOfFaces(coverage, new Set(faces.filter((face) => coverage.faces.has(face)))) ?? null
}
