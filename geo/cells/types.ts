import type { Instance } from '../graph/instance'
import type { Frame, LngLat, MultiPolygonRings } from '../planar/frame'

export interface CellsInput {
  buildings: BuildingInput[]
  /** Boundary of each community. Rings may touch, overlap or cross; inside is even-odd, overlaps go to the first. */
  communities: MultiPolygonRings[]
  /** Lines that no grid crosses: main roads, rivers, railways. */
  barriers: LngLat[][]
  /** Bridges, underpasses and zebra crossings: a path over the barrier, or one position on it. */
  crossings: LngLat[][]
}

export interface BuildingInput {
  position: LngLat
  /** Its outline on the ground, where it is known: its cell then lies around the outline instead of around the position. */
  footprint?: MultiPolygonRings
  households: number
  /** 0-based number of the compound; −1 for none. */
  compound: number
  /** 0-based number in `communities`; −1 where only the position says it. */
  community: number
}

/**
 * A planar coverage of the communities: faces that meet in shared edges on the integer grid (centimetres in `frame`), one face
 * for each building and loose ones without, each given to an owner. Typed arrays, so it can be transferred between workers.
 */
export interface Cells {
  frame: Frame
  /** x1, y1, x2, y2 of each edge, units. Edges meet at end points only. */
  coordinates: Int32Array
  /** Bits `COMMUNITY_EDGE`, `BARRIER_EDGE`, `CELL_EDGE` of each edge. */
  tags: Uint8Array
  /** Face on the left of half-edges 2e (first → second end) and 2e + 1 (back); −1 outside of all communities. */
  faceOf: Int32Array
  /** Per face: the building that stands in it (−1 for a loose face), … */
  home: Int32Array
  /** … the building whose grid it belongs to (−1 in a community without buildings), … */
  owner: Int32Array
  /** … the piece of a community between barriers, … */
  block: Int32Array
  /** … and the community. */
  community: Int32Array
  /** x, y in units where each building stands in its face: its position, moved a little where two stand on one spot. */
  sites: Int32Array
  /** Number in the input of each building here; buildings that could not be placed are left out and reported. */
  inputIndex: Int32Array
}

export const COMMUNITY_EDGE = 1
export const BARRIER_EDGE = 2
export const CELL_EDGE = 4

export type CellProblemCode =
  /** In no community, and more than 50 m from the one it is said to be in: left out. */
  | 'outside-communities'
  /** Stands in another community than it is said to: placed where it stands. */
  | 'community-mismatch'
  /** Just outside of its community: placed inside its border. */
  | 'moved-inside'
  /** On the same spot as another: their cells lie around it. */
  | 'duplicate-position'
  /** Its block is too narrow or too full for a cell: left out. */
  | 'no-room'
  /** No walkable connection with the rest of its block. */
  | 'island'
  /** Two communities claim the same ground. */
  | 'communities-overlap'

export interface CellProblem {
  code: CellProblemCode
  /** Numbers in the input. */
  buildings: number[]
  community: number
  at: LngLat
}

export interface CellsResult {
  cells: Cells
  /** What the partition engine works on; vertices are numbered as in `cells`. */
  instance: Instance
  problems: CellProblem[]
}
