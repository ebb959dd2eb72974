import type { ExpressionSpecification } from 'maplibre-gl'
import type { FeatureCollection } from 'geojson'
import type { Language } from '../../lib/format'
import type { Palette } from '../../lib/theme'
import type { MapLayer, MapPart } from '../part'
import { haloedText, nameIn, textStyle } from './text'

const SOURCE = 'base'

function inLayers(...layers: string[]): ExpressionSpecification {
  return ['in', ['get', 'layer'], ['literal', layers]]
}

function byClass(values: {
  trunk: unknown
  main: unknown
  minor: unknown
  path: unknown
}): ExpressionSpecification {
  return [
    'match',
    ['get', 'class'],
    ['trunk'],
    values.trunk,
    ['primary', 'secondary'],
    values.main,
    ['path'],
    values.path,
    values.minor,
  ] as unknown as ExpressionSpecification
}

/** Returns the width of roads in pixels by class, growing with the zoom; `extra` pixels more for the casing. */
function roadWidth(extra: number): ExpressionSpecification {
  return [
    'interpolate',
    ['exponential', 1.7],
    ['zoom'],
    10,
    byClass({ trunk: 1.2 + extra, main: 0.7 + extra / 2, minor: 0.2, path: 0 }),
    14,
    byClass({ trunk: 4 + extra, main: 2.6 + extra, minor: 1.3 + extra / 2, path: 0.6 }),
    18,
    byClass({ trunk: 26 + extra, main: 18 + extra, minor: 11 + extra, path: 4 + extra }),
  ] as unknown as ExpressionSpecification
}

const LINE = { 'line-cap': 'round', 'line-join': 'round' } as const

function grounds({ map }: Palette): MapLayer[] {
  return [
    {
      id: 'base-green',
      type: 'fill',
      source: SOURCE,
      filter: inLayers('green'),
      paint: { 'fill-color': map.green, 'fill-antialias': false },
    },
    {
      id: 'base-water',
      type: 'fill',
      source: SOURCE,
      filter: ['all', inLayers('water'), ['==', ['geometry-type'], 'Polygon']],
      paint: { 'fill-color': map.water },
    },
    {
      id: 'base-stream',
      type: 'line',
      source: SOURCE,
      filter: ['all', inLayers('water'), ['==', ['geometry-type'], 'LineString']],
      layout: LINE,
      paint: {
        'line-color': map.water,
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 10, 1, 18, 14],
      },
    },
    {
      id: 'base-building',
      type: 'fill',
      source: SOURCE,
      filter: inLayers('building'),
      minzoom: 13,
      paint: { 'fill-color': map.building, 'fill-outline-color': map.buildingOutline },
    },
  ]
}

function ways({ map }: Palette): MapLayer[] {
  const { casing, ...roads } = map.roads
  const common = { type: 'line', source: SOURCE, filter: inLayers('road'), layout: LINE } as const
  return [
    {
      ...common,
      id: 'base-road-casing',
      minzoom: 12,
      paint: { 'line-color': casing, 'line-width': roadWidth(1.4), 'line-opacity': 0.7 },
    },
    { ...common, id: 'base-road', paint: { 'line-color': byClass(roads), 'line-width': roadWidth(0) } },
    {
      id: 'base-rail',
      type: 'line',
      source: SOURCE,
      filter: inLayers('rail'),
      paint: { 'line-color': map.rail, 'line-width': 1.4, 'line-dasharray': [4, 3] },
    },
  ]
}

function names(colours: Palette, name: ExpressionSpecification): MapLayer[] {
  const named: ExpressionSpecification = ['has', 'name']
  return [
    {
      id: 'base-road-name',
      slot: 'base-names',
      type: 'symbol',
      source: SOURCE,
      minzoom: 13.5,
      filter: ['all', named, inLayers('road')],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 420,
        'text-field': name,
        ...textStyle(11),
      },
      paint: haloedText(colours, colours.text[2]),
    },
    {
      id: 'base-place-name',
      slot: 'base-names',
      type: 'symbol',
      source: SOURCE,
      minzoom: 12.5,
      filter: ['all', named, inLayers('water', 'green', 'place')],
      layout: { 'text-field': name, 'text-max-width': 8, ...textStyle(11) },
      paint: haloedText(colours, colours.text[2]),
    },
  ]
}

/**
 * Returns the base map of a district's own features. Properties: `layer` road, rail, water, green, land,
 * building or place; `class` trunk, primary, secondary, local or path for roads; `name`,
 * `nameEn`.
 */
export function baseMapPart(features: FeatureCollection, language: Language): MapPart {
  return {
    id: 'base',
    slot: 'base',
    sources: { [SOURCE]: { data: features } },
    layers: (colours) => [...grounds(colours), ...ways(colours), ...names(colours, nameIn(language))],
  }
}
