import { BARRIER_EDGE } from '../cells/types'
import type { Coverage } from '../coverage/coverage'
import { faceAt } from '../coverage/locate'
import { connectedParts, doubledFaceArea } from '../coverage/parts'
import type { Point } from '../coverage/types'
import { distanceToSegment, orient } from '../planar/exact'
import { type LngLat, type MultiPolygonRings, straightened, toUnits, UNITS_PER_METRE } from '../planar/frame'
import { atOnce, type Steps } from '../steps'
import { TOLERANCES } from '../tolerances'

const SQUARE_UNITS = UNITS_PER_METRE ** 2
/** Width of the strip along a border that rounding may take, metres. */
const STRIP_METRES = 0.01
/** A building this near the larger piece of a grid counts for that, units. */
const STRAY_UNITS = TOLERANCES.strayMetres * UNITS_PER_METRE
/** The same where a barrier cuts a piece: half a metre, which the database rounds to nothing. */
const BESIDE_UNITS = 0.5 * UNITS_PER_METRE

/** What the ground of a plan is held to besides its own grids. */
export interface GroundRuleSet {
  communities: readonly MultiPolygonRings[]
  /** Lines that lead over barriers. */
  crossings: readonly (readonly LngLat[])[]
}

/** A grid of which buildings stand apart. */
export interface ApartFault {
  code: 'grid-in-pieces' | 'grid-crosses-barrier'
  grid: number
  /** One of those that are cut off from the largest piece. */
  building: number
  /** How many are. */
  amount: number
}

interface GridGround {
  /** Square units, by community. */
  areas: ReadonlyMap<number, number>
  apart: readonly ApartFault[]
}

/**
 * What the ground of a plan tells: whether the buildings of a grid hang together by it, and how much of each community it has.
 * The same as the database finds in the polygons (`private.contiguity_faults`, `private.tiling_faults`). It follows the plan:
 * after an edit only the grids that it touched are looked at again.
 */
export class GroundRules {
  private readonly grids = new Map<number, GridGround>()
  private readonly boundaries: { squareUnits: number; metres: number }[]
  private readonly crossings: Point[][]

  private constructor(
    private readonly coverage: Coverage,
    { communities, crossings }: GroundRuleSet,
  ) {
    const { frame } = coverage
    // Long edges are straight in degrees and bend in the frame, by a metre in ten kilometres: as the ground does.
    const unitsOf = (path: readonly LngLat[]) => straightened(frame, path).map((at) => toUnits(frame, at))
    this.boundaries = communities.map((rings) => measureOf(rings, unitsOf))
    this.crossings = crossings.map(unitsOf)
  }

  /** Looks at a whole coverage, resting now and then. It is asked again and again, and never changed. */
  static *inSteps(coverage: Coverage, set: GroundRuleSet): Steps<GroundRules> {
    const rules = new GroundRules(coverage, set)
    for (const grid of coverage.grids()) {
      rules.look(grid)
      yield
    }
    return rules
  }

  /** Looks at a whole coverage at once. */
  static of(coverage: Coverage, set: GroundRuleSet): GroundRules {
    return atOnce(GroundRules.inSteps(coverage, set))
  }

  /** Looks again at grids whose ground was changed. */
  update(grids: Iterable<number>): void {
    for (const grid of grids) this.look(grid)
  }

  /** Returns the grids whose buildings stand apart, a barrier between them or other ground. */
  apart(): ApartFault[] {
    return [...this.grids.values()].flatMap(({ apart }) => apart)
  }

  /** Returns how many square metres of a grid lie in other communities than its own. */
  beyond(grid: number, community: number): number {
    let sum = 0
    for (const [where, area] of this.grids.get(grid)?.areas ?? []) if (where !== community) sum += area
    return sum / SQUARE_UNITS
  }

  /**
   * Returns how many square metres each community has that no grid of its own holds, 0 for what may be the rounding of its
   * border. `communityOf` tells whose a grid is.
   */
  gaps(communityOf: (grid: number) => number): Float64Array {
    const held = new Float64Array(this.boundaries.length)
    for (const [grid, { areas }] of this.grids) {
      const own = communityOf(grid)
      if (own >= 0) held[own] += areas.get(own) ?? 0
    }
    return held.map((area, community) => {
      const { squareUnits, metres } = this.boundaries[community]
      const gap = (squareUnits - area) / SQUARE_UNITS
      return gap > stripSquareMetres(metres) ? gap : 0
    })
  }

  private look(grid: number): void {
    const faces = this.coverage.facesOfGrid(grid)
    if (faces.size === 0) {
      this.grids.delete(grid)
      return
    }
    const areas = new Map<number, number>()
    for (const face of faces) {
      const { community } = this.coverage.face(face)
      areas.set(community, (areas.get(community) ?? 0) + doubledFaceArea(this.coverage, face) / 2)
    }
    this.grids.set(grid, { areas, apart: this.apartIn(grid, faces) })
  }

  private apartIn(grid: number, faces: ReadonlySet<number>): ApartFault[] {
    const homes = this.coverage.buildingsOfGrid(grid).length
    if (homes < 2) return []
    const whole = connectedParts(this.coverage, faces, () => true)
    const inPieces = this.cutOff(whole, STRAY_UNITS)
    if (inPieces.length > 0)
      return [{ code: 'grid-in-pieces', grid, building: inPieces[0], amount: inPieces.length }]
    const cut = connectedParts(this.coverage, faces, ({ tags }) => (tags & BARRIER_EDGE) === 0)
    const barred = cut.length > whole.length ? this.cutOff(cut, BESIDE_UNITS) : []
    if (barred.length === 0 || this.isCrossed(faces)) return []
    return [{ code: 'grid-crosses-barrier', grid, building: barred[0], amount: barred.length }]
  }

  /** Buildings that stand in other parts than the one with most of them, and farther than `near` from a larger part that holds it. */
  private cutOff(parts: number[][], near: number): number[] {
    const sized = parts
      .map((faces) => ({ faces, homes: faces.filter((face) => this.coverage.face(face).home >= 0) }))
      .map((part) => ({
        ...part,
        area: part.faces.reduce((sum, face) => sum + doubledFaceArea(this.coverage, face), 0),
      }))
      .sort((one, other) => other.area - one.area)
    if (sized.filter(({ homes }) => homes.length > 0).length < 2) return []
    const standing = sized.map((): number[] => [])
    sized.forEach(({ homes }, at) => {
      for (const face of homes) {
        const { home } = this.coverage.face(face)
        const larger = sized.slice(0, at).findIndex((part) => this.distance(home, part.faces, near) <= near)
        standing[larger < 0 ? at : larger].push(home)
      }
    })
    const main = standing.reduce((most, part) => (part.length > most.length ? part : most))
    return standing.filter((part) => part !== main).flat()
  }

  /** Units from a building's place to the nearest edge of some faces; `Infinity` beyond `near`. */
  private distance(building: number, faces: readonly number[], near: number): number {
    const [x, y] = this.coverage.sites.subarray(2 * building, 2 * building + 2)
    let least = Infinity
    for (const face of faces)
      for (const id of this.coverage.edgesOfFace(face)) {
        const { x1, y1, x2, y2 } = this.coverage.edge(id)
        if (Math.max(x1, x2) < x - near || Math.min(x1, x2) > x + near) continue
        if (Math.max(y1, y2) < y - near || Math.min(y1, y2) > y + near) continue
        least = Math.min(least, distanceToSegment(x, y, x1, y1, x2, y2))
      }
    return least
  }

  /** Whether any crossing meets the ground of some faces. */
  private isCrossed(faces: ReadonlySet<number>): boolean {
    return this.crossings.some(
      (line) =>
        line.some((at) => faces.has(faceAt(this.coverage, at))) ||
        line.slice(1).some((to, at) => this.meets(line[at], to, faces)),
    )
  }

  private meets([ax, ay]: Point, [bx, by]: Point, faces: ReadonlySet<number>): boolean {
    const box = [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)] as const
    for (const id of this.coverage.edgesNear(...box)) {
      const { x1, y1, x2, y2, left, right } = this.coverage.edge(id)
      if (!faces.has(left) && !faces.has(right)) continue
      const isAcross =
        orient(ax, ay, bx, by, x1, y1) * orient(ax, ay, bx, by, x2, y2) <= 0 &&
        orient(x1, y1, x2, y2, ax, ay) * orient(x1, y1, x2, y2, bx, by) <= 0
      const isNear =
        Math.max(x1, x2) >= box[0] &&
        Math.min(x1, x2) <= box[2] &&
        Math.max(y1, y2) >= box[1] &&
        Math.min(y1, y2) <= box[3]
      if (isAcross && isNear) return true
    }
    return false
  }
}

/** Square metres along a border of so many metres that may be the rounding of coordinates. */
export function stripSquareMetres(metres: number): number {
  return TOLERANCES.sliverSquareMetres + STRIP_METRES * metres
}

function measureOf(
  polygons: MultiPolygonRings,
  unitsOf: (ring: readonly LngLat[]) => Point[],
): { squareUnits: number; metres: number } {
  let [squareUnits, units] = [0, 0]
  for (const rings of polygons)
    rings.forEach((ring, number) => {
      const points = unitsOf(ring)
      const [ox, oy] = points[0]
      let doubled = 0
      for (let at = 0; at + 1 < points.length; at++) {
        const [[ax, ay], [bx, by]] = [points[at], points[at + 1]]
        doubled += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
        units += Math.hypot(bx - ax, by - ay)
      }
      squareUnits += (number === 0 ? 1 : -1) * (Math.abs(doubled) / 2)
    })
  return { squareUnits, metres: units / UNITS_PER_METRE }
}
