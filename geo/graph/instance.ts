/**
 * What the partition engine works on: buildings as vertices, walkable neighbourhood as edges.
 *
 * Every array named per building has length `count`; edge arrays hold pairs, so `edges.length === 2 * edgeLengths.length`.
 * Lengths are metres, areas square metres, in one planar frame (see `projection`).
 */
export interface Instance {
  count: number
  /** Building position, metres. */
  x: Float64Array
  y: Float64Array
  /** Households per building; zero for schools, shops and the like. */
  households: Float64Array
  /** Compound of each building, 0-based; buildings of no compound have one of their own. */
  compound: Int32Array
  /** Community of each building, 0-based. A grid never leaves its community. */
  community: Int32Array
  /** The building's Voronoi cell: area, centroid, second moment about that centroid (m⁴), and its length on the outer border. */
  cellArea: Float64Array
  cellX: Float64Array
  cellY: Float64Array
  cellInertia: Float64Array
  outerLength: Float64Array
  /** Pairs of buildings that may share a grid (never across a barrier or community border), and the length of their shared border. */
  edges: Int32Array
  edgeLengths: Float64Array
  /** All neighbours, those across barriers included: what the perimeter of a grid is made of. */
  allEdges: Int32Array
  allEdgeLengths: Float64Array
}
