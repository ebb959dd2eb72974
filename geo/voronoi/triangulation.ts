/** The Delaunay triangulation of sites, from which the borders of their nearest-neighbour cells (Voronoi 1908) are read. */
import { Delaunay } from 'd3-delaunay'

const GUARDS = 8

/** A Delaunay triangulation with guards: sites of the corners, the half-edge opposite each, and the circumcentres (x, y). */
export interface Triangulation {
  triangles: ArrayLike<number>
  halfedges: ArrayLike<number>
  centres: Float64Array
}

/** The corner at the other end of a half-edge. */
export function endOf(half: number): number {
  return half % 3 === 2 ? half - 2 : half + 1
}

/**
 * Triangulates the sites and, numbered after them, eight guards around them.
 *
 * Sites are flat x, y pairs, all different and within `radius` of the centre. The guards stand four radii away and bound
 * every cell, so one site, two sites and sites in a line need no cases of their own: a point within the radius is nearer
 * to any site (at most 2 radii) than to a guard (at least 3), so the guards change nothing there.
 */
export function triangulate(
  sites: ArrayLike<number>,
  centreX: number,
  centreY: number,
  radius: number,
): Triangulation {
  const count = sites.length / 2
  const points = new Float64Array(2 * (count + GUARDS))
  for (let at = 0; at < sites.length; at += 2) {
    points[at] = sites[at] - centreX
    points[at + 1] = sites[at + 1] - centreY
  }
  for (let guard = 0; guard < GUARDS; guard++) {
    const angle = (2 * Math.PI * (guard + 0.3)) / GUARDS
    points[2 * (count + guard)] = 4 * radius * Math.cos(angle)
    points[2 * (count + guard) + 1] = 4 * radius * Math.sin(angle)
  }
  const { triangles, halfedges } = new Delaunay(points)
  const centres = circumcentres(points, triangles)
  for (let at = 0; at < centres.length; at += 2) {
    centres[at] += centreX
    centres[at + 1] += centreY
  }
  return { triangles, halfedges, centres }
}

function circumcentres(points: Float64Array, triangles: ArrayLike<number>): Float64Array {
  const centres = new Float64Array((2 * triangles.length) / 3)
  for (let corner = 0, at = 0; corner < triangles.length; corner += 3, at += 2) {
    const [a, b, c] = [2 * triangles[corner], 2 * triangles[corner + 1], 2 * triangles[corner + 2]]
    const bx = points[b] - points[a]
    const by = points[b + 1] - points[a + 1]
    const cx = points[c] - points[a]
    const cy = points[c + 1] - points[a + 1]
    const doubled = 2 * (bx * cy - by * cx)
    const bb = bx * bx + by * by
    const cc = cx * cx + cy * cy
    centres[at] = points[a] + (cy * bb - by * cc) / doubled
    centres[at + 1] = points[a + 1] + (bx * cc - cx * bb) / doubled
  }
  return centres
}
