import type { MapLayer, MapPart } from '../../../map/part'
import type { LayerName } from '../desk/looking/layers'

/** Layers of other parts that are taken off together. */
const WITHIN: Partial<Record<LayerName, (layer: MapLayer) => boolean>> = {
  roads: ({ id }) => id.startsWith('base-road'),
  // Signs are symbols of their own layer, no words about something else.
  labels: ({ id, type }) => type === 'symbol' && id !== 'services-sign',
}

const made = new WeakMap<MapPart, Map<string, MapPart>>()

/** A part without some of its layers; the same for the same, so that the map sees that nothing changed. */
function without(part: MapPart, names: readonly LayerName[]): MapPart {
  if (names.length === 0) return part
  const known = made.get(part) ?? new Map<string, MapPart>()
  made.set(part, known)
  const name = names.join(' ')
  const layers: MapPart['layers'] = (colours) =>
    part.layers(colours).filter((layer) => !names.some((one) => WITHIN[one]?.(layer)))
  const left = known.get(name) ?? { ...part, layers }
  known.set(name, left)
  return left
}

/** Returns what is to be shown of the parts of a map: without those that are taken off, and without such layers of the others. */
export function shownParts(parts: readonly MapPart[], hidden: ReadonlySet<LayerName>): MapPart[] {
  const within = (Object.keys(WITHIN) as LayerName[]).filter((name) => hidden.has(name))
  return parts
    .filter(({ id }) => !(hidden as ReadonlySet<string>).has(id))
    .map((part) => without(part, within))
}
