/** The borders between cells that several sites share, drawn with as few corners as a tolerance allows. */
import { endOf, triangulate } from './triangulation'
import { simplifyPath } from './simplify'

/**
 * Border segments between the cells of different owners, as x1, y1, x2, y2; a cell is all that is nearest to a site of
 * its owner. Where only two owners meet, corners are left out as far as the border moves by at most `tolerance` of its
 * distance from the nearest sites; less than that distance, or it may pass over a site.
 * Complete within `radius` of the centre, where all sites lie. O(n log n).
 */
export function voronoiBorders(
  sites: ArrayLike<number>,
  owner: ArrayLike<number>,
  centreX: number,
  centreY: number,
  radius: number,
  tolerance: (clearance: number) => number,
): Float64Array {
  const count = sites.length / 2
  if (count < 2) return new Float64Array(0)
  const { triangles, halfedges, centres } = triangulate(sites, centreX, centreY, radius)
  const isBorder = (half: number): boolean => {
    const [site, other] = [triangles[half], triangles[endOf(half)]]
    return site < count && other < count && owner[site] !== owner[other]
  }
  /** The border that goes on from where this one ends, if it is the only one. */
  const following = (half: number): number => {
    const twin = halfedges[half]
    const [left, right] = [endOf(twin), endOf(endOf(twin))]
    if (triangles[right] >= count) return -1
    return isBorder(left) === isBorder(right) ? -1 : isBorder(left) ? left : right
  }
  const done = new Uint8Array(halfedges.length)
  const edges: number[] = []
  const trace = (first: number): void => {
    const path: number[] = [...centreOf(first)]
    let clearance = Infinity
    for (let half = first; half >= 0 && !done[half]; half = following(half)) {
      done[half] = done[halfedges[half]] = 1
      path.push(...centreOf(halfedges[half]))
      const [a, b] = [2 * triangles[half], 2 * triangles[endOf(half)]]
      clearance = Math.min(clearance, Math.hypot(sites[a] - sites[b], sites[a + 1] - sites[b + 1]) / 2)
    }
    const kept = simplifyPath(path, tolerance(clearance))
    for (let at = 2; at < kept.length; at += 2) edges.push(kept[at - 2], kept[at - 1], kept[at], kept[at + 1])
  }
  const centreOf = (half: number): [number, number] => {
    const at = 2 * Math.floor(half / 3)
    return [centres[at], centres[at + 1]]
  }
  const isOpen = (half: number): boolean => halfedges[half] >= 0 && !done[half] && isBorder(half)
  for (let half = 0; half < halfedges.length; half++)
    if (isOpen(half) && following(halfedges[half]) < 0) trace(half)
  for (let half = 0; half < halfedges.length; half++) if (isOpen(half)) trace(half)
  return Float64Array.from(edges)
}
