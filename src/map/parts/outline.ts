import type { MultiLineString, MultiPolygon, Position } from 'geojson'

const sideName = (one: Position, other: Position) => [one.join(), other.join()].sort().join(' ')

/**
 * Returns the outline of areas taken together: every side that belongs to one of them only. They have to share their
 * corners, as the grids of a plan do. A side is a line of its own.
 */
export function outlineOf(areas: readonly MultiPolygon[]): MultiLineString {
  const sides = new Map<string, [Position, Position]>()
  for (const ring of areas.flatMap(({ coordinates }) => coordinates.flat()))
    for (let at = 1; at < ring.length; at++) {
      const side: [Position, Position] = [ring[at - 1], ring[at]]
      const name = sideName(...side)
      if (!sides.delete(name)) sides.set(name, side)
    }
  return { type: 'MultiLineString', coordinates: [...sides.values()] }
}
