import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { DerivedArea } from './derive'
import type { AcceptedRow } from './types'

const MOST_FEATURES = 20_000

/** Returns what was read as features for a map: at most 20,000, evenly taken, with households where there are any. */
export function previewOf(accepted: AcceptedRow[], derived: DerivedArea[]): FeatureCollection {
  const step = Math.max(1, Math.ceil(accepted.length / MOST_FEATURES))
  const features: Feature[] = []
  for (let i = 0; i < accepted.length; i += step) {
    const { geometry, payload, line } = accepted[i]
    const households = typeof payload.households === 'number' ? payload.households : null
    if (geometry)
      features.push({ type: 'Feature', properties: { line, households, derived: false }, geometry })
  }
  for (const { geometry, name } of derived)
    if (geometry) features.push({ type: 'Feature', properties: { name, derived: true }, geometry })
  return { type: 'FeatureCollection', features }
}

/** A row as it will be written: its values by field, without those that it has not. */
export interface WrittenRow {
  line: number
  source: string
  values: [field: string, value: string][]
  /** Longitude and latitude in WGS84, of a point or the first place of anything else; '' where it has none. */
  position: string
}

/** Returns a row as somebody can look at it before it is written. */
export function asWritten({ line, source, payload, geometry }: AcceptedRow): WrittenRow {
  const values = Object.entries(payload).flatMap(([field, value]): [string, string][] =>
    value === null || value === '' || typeof value === 'object' ? [] : [[field, String(value)]],
  )
  return { line, source, values, position: geometry ? firstPosition(geometry) : '' }
}

const DECIMALS = 5

function firstPosition(geometry: Geometry): string {
  let first: unknown = geometry.type === 'GeometryCollection' ? [] : geometry.coordinates
  while (Array.isArray(first) && Array.isArray(first[0])) first = first[0]
  return (first as number[])
    .slice(0, 2)
    .map((degrees) => degrees.toFixed(DECIMALS))
    .join(', ')
}
