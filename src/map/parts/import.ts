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

/** Returns what its colours mean. */
export function importLegend(colours: Palette, hasDerived: boolean): Legend {
  const read = { swatch: 'circle' as const, colour: colours.accent, wordsKey: 'import.mapPoints' }
  const derived = { swatch: 'line' as const, colour: colours.map.border, wordsKey: 'import.mapDerived' }
  return { titleKey: 'import.mapTitle', items: hasDerived ? [read, derived] : [read] }
}

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

/** Returns what the colours of a look at a file mean. */
export function lookLegend(colours: Palette, hasNeighbours: boolean): Legend {
  const file = { swatch: 'circle' as const, colour: colours.accent, wordsKey: 'formats.previewFile' }
  const there = {
    swatch: 'line' as const,
    colour: colours.map.border,
    wordsKey: 'formats.previewCommunities',
  }
  return { titleKey: 'import.mapTitle', items: hasNeighbours ? [file, there] : [file] }
}
