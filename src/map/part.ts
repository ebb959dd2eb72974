import type { FeatureCollection } from 'geojson'
import type { LayerSpecification } from 'maplibre-gl'
import type { Palette } from '../lib/theme'
import type { Archive } from './sources'

/**
 * Heights at which layers lie, lowest first. Layers of one slot lie in the order in which they were added. Of words that
 * overlap the map shows the highest: `labels`, what a page is about, go before `names` of what lies there, whichever came
 * first. Words of one that is `under-points` let points be seen.
 */
export const SLOTS = [
  'base',
  'areas',
  'surface',
  'grids',
  'lines',
  'under-points',
  'points',
  'base-names',
  'names',
  'labels',
  'top',
] as const
export type MapSlot = (typeof SLOTS)[number]

/** A layer that lies in the slot of its part unless it names another. */
export type MapLayer = LayerSpecification & { slot?: MapSlot }

/** GeoJSON shown on the map. A change is a new object, never a mutation. */
export interface MapSource {
  data: FeatureCollection
  /** The property that is the feature's id, for picking and for sending what changed. */
  promoteId?: string
  /** Tolerance of the simplification at low zooms in pixels; 0 keeps shared borders shared. */
  tolerance?: number
}

/** A picture that lies on the map. MapLibre takes a canvas anew only when its size is another: each version has to be. */
export interface MapImage {
  canvas: HTMLCanvasElement
  /** Degrees: north-west, north-east, south-east, south-west. */
  corners: [[number, number], [number, number], [number, number], [number, number]]
  /** Grows when what is on the canvas changes. */
  version: number
}

/** One thing on the map: its data, and how it is drawn in either theme. What is chosen is a mark over the map. */
export interface MapPart {
  id: string
  slot: MapSlot
  sources: Readonly<Record<string, MapSource>>
  /** Templates of pictures from elsewhere by source; another template is another source. */
  pictures?: Readonly<Record<string, string>>
  /** Archives of tiles by source: their address, and whether they are pictures. */
  archives?: Readonly<Record<string, Pick<Archive, 'address' | 'kind'>>>
  /** Pictures made by the page, by source. */
  images?: Readonly<Record<string, MapImage>>
  /** What has to stand on a map with it. */
  attribution?: string
  layers: (colours: Palette) => MapLayer[]
}

/** Returns a collection without features. */
export function noFeatures(): FeatureCollection {
  return { type: 'FeatureCollection', features: [] }
}
