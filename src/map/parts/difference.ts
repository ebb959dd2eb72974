import type { Feature } from 'geojson'
import type { GeoJSONSourceDiff } from 'maplibre-gl'
import type { MapSource } from '../part'

type FeatureId = string | number

function byId({ data, promoteId }: MapSource): Map<FeatureId, Feature> | null {
  if (!promoteId) return null
  const found = new Map<FeatureId, Feature>()
  for (const feature of data.features) {
    const id = feature.properties?.[promoteId] as FeatureId | undefined
    if (id === undefined || found.has(id)) return null
    found.set(id, feature)
  }
  return found
}

/**
 * Returns what leads from one state of a source to another, told by features being the same objects; null where there
 * are no ids to tell them apart, or where so much differs that all of it may as well be sent. Linear in the features.
 */
export function sourceDifference(before: MapSource, after: MapSource): GeoJSONSourceDiff | null {
  const [old, now] = [byId(before), byId(after)]
  if (!old || !now) return null
  const add = [...now].flatMap(([id, feature]) => (old.get(id) === feature ? [] : [feature]))
  const remove = [...old.keys()].filter((id) => !now.has(id))
  return 2 * (add.length + remove.length) > now.size ? null : { add, remove }
}
