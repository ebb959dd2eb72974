import type { Feature, FeatureCollection } from 'geojson'
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
