import type { ExpressionSpecification } from 'maplibre-gl'
import type { Language } from '../../lib/format'
import { factsOf } from '../../lib/languages'
import type { Palette } from '../../lib/theme'
import type { MapLayer } from '../part'
import { haloedText, textStyle } from './text'

/**
 * What the layers of an archive show, by what the two schemas in use call them: Protomaps 4 (docs.protomaps.com/basemaps/layers) and
 * OpenMapTiles 3 (openmaptiles.org/schema). What has another name is not drawn.
 */
const LAYERS = {
  land: ['earth'],
  green: ['landuse', 'landcover', 'park'],
  water: ['water', 'waterway'],
  roads: ['roads', 'transportation'],
  buildings: ['buildings', 'building'],
  places: ['places', 'place'],
  roadNames: ['roads', 'transportation_name'],
} as const
type Subject = keyof typeof LAYERS

const GREEN = ['forest', 'wood', 'grass', 'grassland', 'park', 'garden', 'nature_reserve', 'scrub', 'meadow']
const TRUNK = ['highway', 'motorway', 'trunk']
const MAIN = ['major_road', 'medium_road', 'primary', 'secondary', 'tertiary']
const PATH = ['path', 'track', 'pedestrian']

/** What a feature is: `kind` in one schema, `class` in the other. */
const KIND: ExpressionSpecification = ['coalesce', ['get', 'kind'], ['get', 'class'], '']

function isOf(...kinds: readonly string[]): ExpressionSpecification {
  return ['in', KIND, ['literal', [...kinds]]]
}

function byRoad(values: Record<'trunk' | 'main' | 'minor' | 'path', unknown>): ExpressionSpecification {
  const { trunk, main, minor, path } = values
  return ['match', KIND, TRUNK, trunk, MAIN, main, PATH, path, minor] as unknown as ExpressionSpecification
}

function nameOf(language: Language): ExpressionSpecification {
  const own = factsOf(language).names === 'nameEn' ? ['name:en', 'name_en'] : ['name:zh', 'name:zh-Hans']
  return [
    'coalesce',
    ...own.map((key): ExpressionSpecification => ['get', key]),
    ['get', 'name'],
  ] as unknown as ExpressionSpecification
}

const WIDTH: ExpressionSpecification = [
  'interpolate',
  ['exponential', 1.7],
  ['zoom'],
  10,
  byRoad({ trunk: 1.2, main: 0.7, minor: 0.2, path: 0 }),
  18,
  byRoad({ trunk: 26, main: 18, minor: 11, path: 4 }),
]
const IS_GROUND: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']

/** In the order in which they lie on each other. */
const DRAWN = ['land', 'green', 'water', 'buildings', 'roads'] as const
const NAMED = ['roadNames', 'places'] as const

/** How MapLibre draws a subject, whatever the archive calls it. */
function drawn({ map }: Palette): Record<(typeof DRAWN)[number], Record<string, unknown>> {
  return {
    land: { type: 'fill', paint: { 'fill-color': map.land } },
    green: { type: 'fill', filter: isOf(...GREEN), paint: { 'fill-color': map.green } },
    water: { type: 'fill', filter: IS_GROUND, paint: { 'fill-color': map.water } },
    buildings: {
      type: 'fill',
      minzoom: 13,
      paint: { 'fill-color': map.building, 'fill-outline-color': map.buildingOutline },
    },
    roads: {
      type: 'line',
      filter: ['!', isOf('rail', 'ferry', 'transit', 'aerialway')],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': byRoad(map.roads), 'line-width': WIDTH },
    },
  }
}

function names(
  colours: Palette,
  language: Language,
  subject: (typeof NAMED)[number],
): Record<string, unknown> {
  const isRoad = subject === 'roadNames'
  return {
    type: 'symbol',
    slot: 'base-names',
    ...(isRoad && { minzoom: 13.5 }),
    layout: {
      ...(isRoad ? { 'symbol-placement': 'line', 'symbol-spacing': 420 } : { 'text-max-width': 8 }),
      'text-field': nameOf(language),
      ...textStyle(11),
    },
    paint: haloedText(colours, colours.text[2]),
  }
}

/**
 * Returns the layers that draw an archive of vector tiles in the colours of the theme: land, green, water, buildings, roads and their
 * names, as far as the archive has them. `has`: the names of its layers; `source`: the id of its source.
 */
export function archiveLayers(
  colours: Palette,
  { source, has, language }: { source: string; has: readonly string[]; language: Language },
): MapLayer[] {
  const put = (subject: Subject, how: Record<string, unknown>) =>
    LAYERS[subject]
      .filter((name) => has.includes(name))
      .map(
        (name) =>
          ({
            ...how,
            id: `${source} ${subject} ${name}`,
            source,
            'source-layer': name,
          }) as unknown as MapLayer,
      )
  return [
    { id: `${source} ground`, type: 'background', paint: { 'background-color': colours.map.land } },
    ...DRAWN.flatMap((subject) => put(subject, drawn(colours)[subject])),
    ...NAMED.flatMap((subject) => put(subject, names(colours, language, subject))),
  ]
}
