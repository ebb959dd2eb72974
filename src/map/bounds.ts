import type { FeatureCollection } from 'geojson'

/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number]

function visit(coordinates: unknown, see: (lng: number, lat: number) => void): void {
  if (!Array.isArray(coordinates)) return
  if (typeof coordinates[0] === 'number') see(coordinates[0], coordinates[1] as number)
  else for (const part of coordinates) visit(part, see)
}

/** Returns the bounds of a collection's coordinates, or null when it has none. Linear in the coordinates. */
export function boundsOf(features: FeatureCollection): Bounds | null {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  const see = (lng: number, lat: number): void => {
    bounds[0] = Math.min(bounds[0], lng)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lng)
    bounds[3] = Math.max(bounds[3], lat)
  }
  for (const { geometry } of features.features)
    if (geometry && 'coordinates' in geometry) visit(geometry.coordinates, see)
  return Number.isFinite(bounds[0]) ? bounds : null
}
