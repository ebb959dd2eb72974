import type { FeatureCollection } from 'geojson'
import type { LayerSpecification } from 'maplibre-gl'
import type { Palette } from '../lib/theme'

/** Heights at which layers lie, lowest first. Layers of one slot lie in the order in which they were added. */
export const SLOTS = ['base', 'areas', 'surface', 'grids', 'lines', 'points', 'labels', 'top'] as const
export type MapSlot = (typeof SLOTS)[number]

/** A layer that lies in the slot of its part unless it names another. */
export type MapLayer = LayerSpecification & { slot?: MapSlot }

/** GeoJSON shown on the map. A change is a new object, never a mutation. */
export interface MapSource {
  data: FeatureCollection
  /** The property that is the feature's id, for feature state and picking. */
  promoteId?: string
  /** Tolerance of the simplification at low zooms in pixels; 0 keeps shared borders shared. */
  tolerance?: number
}

/** What is true of a feature on the screen only: whether it is selected, hovered, dimmed. */
export type FeatureState = Readonly<Record<string, string | number | boolean>>

/** One thing on the map: its data, how it is drawn in either theme, and the state of its features. */
export interface MapPart {
  id: string
  slot: MapSlot
  sources: Readonly<Record<string, MapSource>>
  layers: (colours: Palette) => MapLayer[]
  states?: Readonly<Record<string, ReadonlyMap<string | number, FeatureState>>>
}

/** Returns a collection without features. */
export function noFeatures(): FeatureCollection {
  return { type: 'FeatureCollection', features: [] }
}
