import type { FeatureCollection } from 'geojson'
import type { Language } from '../../lib/format'
import type { MapPart } from '../part'
import { haloedText, nameIn, textStyle } from './text'

/** Returns the borders and names of communities. Properties: `code`, `name`, `nameEn`. Source and id: `communities`. */
export function communitiesPart(
  features: FeatureCollection,
  labels: FeatureCollection,
  language: Language,
): MapPart {
  return {
    id: 'communities',
    slot: 'lines',
    sources: {
      communities: { data: features, promoteId: 'code', tolerance: 0 },
      'community-labels': { data: labels, promoteId: 'code' },
    },
    layers: (colours) => [
      {
        id: 'communities-hit',
        slot: 'areas',
        type: 'fill',
        source: 'communities',
        paint: {
          'fill-color': colours.accent,
          'fill-opacity': ['case', ['boolean', ['feature-state', 'selected'], false], 0.12, 0],
        },
      },
      {
        id: 'communities-border',
        type: 'line',
        source: 'communities',
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': colours.map.border,
          'line-width': ['interpolate', ['linear'], ['zoom'], 10, 0.8, 15, 2.2],
          'line-opacity': 0.75,
        },
      },
      {
        id: 'communities-name',
        slot: 'names',
        type: 'symbol',
        source: 'community-labels',
        minzoom: 11.5,
        maxzoom: 15.5,
        // What grids lie in stands out against their numbers: larger, heavier, and with more air around it.
        layout: {
          'text-field': nameIn(language),
          ...textStyle(16, 'semibold'),
          'text-letter-spacing': 0.08,
        },
        paint: { ...haloedText(colours, colours.accent), 'text-halo-width': 2 },
      },
    ],
  }
}

/** Returns barriers (main roads, rivers, rails that no grid may cross). Properties: `kind` main_road, river, rail or wall. */
export function barriersPart(features: FeatureCollection): MapPart {
  return {
    id: 'barriers',
    slot: 'lines',
    sources: { barriers: { data: features } },
    layers: (colours) => [
      {
        id: 'barriers-line',
        type: 'line',
        source: 'barriers',
        minzoom: 12,
        layout: { 'line-cap': 'butt' },
        paint: {
          'line-color': ['match', ['get', 'kind'], 'river', colours.status.information, colours.text[2]],
          'line-width': ['interpolate', ['linear'], ['zoom'], 12, 1, 16, 2.6],
          'line-dasharray': [3, 2],
          'line-opacity': 0.8,
        },
      },
    ],
  }
}

/** Returns the outlines of compounds. Properties: `id`, `name`. */
export function compoundsPart(features: FeatureCollection): MapPart {
  return {
    id: 'compounds',
    slot: 'lines',
    sources: { compounds: { data: features, promoteId: 'id' } },
    layers: (colours) => [
      {
        id: 'compounds-outline',
        type: 'line',
        source: 'compounds',
        minzoom: 13,
        paint: { 'line-color': colours.text[2], 'line-width': 1, 'line-dasharray': [1, 2] },
      },
      {
        id: 'compounds-name',
        slot: 'under-points',
        type: 'symbol',
        source: 'compounds',
        minzoom: 15,
        layout: { 'text-field': ['get', 'name'], ...textStyle(11) },
        paint: haloedText(colours, colours.text[2]),
      },
    ],
  }
}
