import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import type { MapPart } from '../part'
import { haloedText, textStyle } from './text'

/** From here on buildings are large enough to be told apart: each has its number, and other words keep clear of it. */
export const CLOSE_ZOOM = 16.5

const GROWTH = 1.7
/** Radius in pixels of a building with one household, by zoom. */
const RADII: readonly (readonly [zoom: number, radiusPixels: number])[] = [
  [10, 0.12],
  [14, 0.42],
  [18, 2.6],
]

/** Radius in pixels of a circle whose area goes with the households; doubles with each zoom from 14 upwards. */
export function householdsRadius(): ExpressionSpecification {
  const root: ExpressionSpecification = ['sqrt', ['max', 1, ['get', 'households']]]
  const stops = RADII.flatMap(([zoom, radius]) => [zoom, ['*', radius, root]])
  return ['interpolate', ['exponential', GROWTH], ['zoom'], ...stops] as unknown as ExpressionSpecification
}

/** Returns the radius in pixels that the map gives a building at a zoom. */
export function householdsRadiusPixels(households: number, zoom: number): number {
  const at = Math.min(Math.max(zoom, RADII[0][0]), RADII[RADII.length - 1][0])
  const above = Math.max(
    1,
    RADII.findIndex(([stop]) => stop >= at),
  )
  const [[from, low], [to, high]] = [RADII[above - 1], RADII[above]]
  const share = (GROWTH ** (at - from) - 1) / (GROWTH ** (to - from) - 1)
  return (low + (high - low) * share) * Math.sqrt(Math.max(1, households))
}

/**
 * Returns buildings as circles whose area goes with their households. Properties: `id`, `households`, optionally
 * `colour` to tell groups apart. Source and id: `buildings`.
 */
export function buildingsPart(features: FeatureCollection): MapPart {
  return {
    id: 'buildings',
    slot: 'points',
    sources: { buildings: { data: features, promoteId: 'id' } },
    layers: (colours) => [
      {
        id: 'buildings-circle',
        type: 'circle',
        source: 'buildings',
        minzoom: 11.5,
        paint: {
          'circle-radius': householdsRadius(),
          'circle-color': ['to-color', ['get', 'colour'], colours.text[1]],
          'circle-opacity': 0.75,
          'circle-stroke-color': colours.map.halo,
          'circle-stroke-width': 0.6,
        },
      },
      {
        id: 'buildings-households',
        slot: 'names',
        type: 'symbol',
        source: 'buildings',
        minzoom: CLOSE_ZOOM,
        layout: { 'text-field': ['to-string', ['get', 'households']], ...textStyle(11) },
        paint: haloedText(colours),
      },
    ],
  }
}
