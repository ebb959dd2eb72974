import type { FeatureCollection } from 'geojson'
import type { Palette } from '../../lib/theme'
import type { Legend } from '../legend'
import type { MapPart } from '../part'

/** Returns what was read from a file, and the areas derived from it (property `derived`), for a first look. */
export function importPart(features: FeatureCollection): MapPart {
  const source = 'import'
  return {
    id: 'import',
    slot: 'areas',
    sources: { [source]: { data: features } },
    layers: (colours) => [
      {
        id: 'import-fill',
        type: 'fill',
        source,
        filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['!', ['get', 'derived']]],
        paint: { 'fill-color': colours.accent, 'fill-opacity': 0.18 },
      },
      {
        id: 'import-derived',
        type: 'line',
        slot: 'lines',
        source,
        filter: ['get', 'derived'],
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colours.map.border, 'line-width': 1.2 },
      },
      {
        id: 'import-line',
        type: 'line',
        slot: 'lines',
        source,
        filter: ['all', ['!=', ['geometry-type'], 'Point'], ['!', ['get', 'derived']]],
        paint: { 'line-color': colours.accent, 'line-width': 1.2 },
      },
      {
        id: 'import-point',
        type: 'circle',
        slot: 'points',
        source,
        filter: ['==', ['geometry-type'], 'Point'],
        paint: {
          'circle-color': colours.accent,
          'circle-opacity': 0.7,
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 1.4, 14, 3.5, 17, 6],
        },
      },
    ],
  }
}

/** What a look at a file shows besides the file itself. */
export interface LookedAt {
  features: FeatureCollection
  hasNeighbours: boolean
}

/** Returns what the colours of what was read mean, and of what is drawn beside it. */
export function importLegend(colours: Palette, { features, hasNeighbours }: LookedAt): Legend {
  const read = features.features.filter(({ properties }) => properties?.derived !== true)
  const items = swatches.flatMap(({ swatch, types, wordsKey }) =>
    read.some(({ geometry }) => types.test(geometry.type))
      ? [{ swatch, colour: colours.accent, wordsKey }]
      : [],
  )
  const lines = { swatch: 'line' as const, colour: colours.map.border }
  const derived = { ...lines, wordsKey: 'import.mapDerived' }
  const there = { ...lines, wordsKey: 'formats.previewCommunities' }
  const hasDerived = read.length < features.features.length
  return {
    titleKey: 'import.mapTitle',
    items: [...items, ...(hasDerived ? [derived] : []), ...(hasNeighbours ? [there] : [])],
  }
}

const swatches = [
  { swatch: 'circle' as const, types: /Point$/, wordsKey: 'import.mapPoints' },
  { swatch: 'line' as const, types: /LineString$/, wordsKey: 'import.mapLines' },
  { swatch: 'fill' as const, types: /Polygon$/, wordsKey: 'import.mapAreas' },
]

/** Returns the communities that are there already, for comparing with what comes in. */
export function neighbourPart(communities: FeatureCollection): MapPart {
  const source = 'import-neighbours'
  return {
    id: 'import-neighbours',
    slot: 'areas',
    sources: { [source]: { data: communities } },
    layers: (colours) => [
      {
        id: 'import-neighbours-line',
        type: 'line',
        slot: 'lines',
        source,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colours.map.border, 'line-width': 1.2 },
      },
    ],
  }
}
