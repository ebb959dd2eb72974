import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { DerivedArea } from './derive'
import type { AcceptedRow } from '../types'

const MOST_FEATURES = 20_000

/** What was read as features for a map: at most 20,000, evenly taken, with households where there are any. */
export class Preview {
  private kept: { number: number; feature: Feature }[] = []
  private stride = 1
  private count = 0

  add({ geometry, payload, line }: AcceptedRow, number: number): void {
    if (!geometry || this.count++ % this.stride !== 0) return
    const households = typeof payload.households === 'number' ? payload.households : null
    const properties = { line, households, derived: false }
    this.kept.push({ number, feature: { type: 'Feature', properties, geometry } })
    if (this.kept.length <= MOST_FEATURES) return
    // Twice as far apart whenever there are too many: what stays is spread over the whole file.
    this.kept = this.kept.filter((_, i) => i % 2 === 0)
    this.stride *= 2
  }

  /** Returns the features of rows that are taken, and of areas that are made for them. */
  features(isTaken: (number: number) => boolean, derived: DerivedArea[]): FeatureCollection {
    const features = this.kept.flatMap(({ number, feature }) => (isTaken(number) ? [feature] : []))
    for (const { geometry, name } of derived)
      if (geometry) features.push({ type: 'Feature', properties: { name, derived: true }, geometry })
    return { type: 'FeatureCollection', features }
  }
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
