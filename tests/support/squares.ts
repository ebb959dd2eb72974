import type { MultiPolygon } from 'geojson'

/** An area of so many degrees to the east and north of a corner. */
export function square(west: number, south: number, side: number, width = side): MultiPolygon {
  const [east, north] = [west + width, south + side]
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'MultiPolygon', coordinates: [[corners]] }
}
