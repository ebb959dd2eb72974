import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import type { MapPart } from './part'
import { haloedText, textStyle } from './text'

/** Radius in pixels of a circle whose area goes with the households; doubles with each zoom from 14 upwards. */
export function householdsRadius(): ExpressionSpecification {
  const root: ExpressionSpecification = ['sqrt', ['max', 1, ['get', 'households']]]
  return [
    'interpolate',
    ['exponential', 1.7],
    ['zoom'],
    10,
    ['*', 0.12, root],
    14,
    ['*', 0.42, root],
    18,
    ['*', 2.6, root],
  ]
}

/**
 * Returns buildings as circles whose area goes with their households. Properties: `id`, `households`, optionally
 * `colour` to tell groups apart. States: `selected`, `hovered`. Source and id: `buildings`.
 */
export function buildingsPart(features: FeatureCollection, states?: MapPart['states']): MapPart {
  return {
    id: 'buildings',
    slot: 'points',
    sources: { buildings: { data: features, promoteId: 'id' } },
    ...(states && { states }),
    layers: (colours) => [
      {
        id: 'buildings-circle',
        type: 'circle',
        source: 'buildings',
        minzoom: 11.5,
        paint: {
          'circle-radius': householdsRadius(),
          'circle-color': [
            'case',
            ['boolean', ['feature-state', 'selected'], false],
            colours.accent,
            ['to-color', ['get', 'colour'], colours.text[1]],
          ],
          'circle-opacity': 0.75,
          'circle-stroke-color': [
            'case',
            ['boolean', ['feature-state', 'selected'], false],
            colours.text[0],
            colours.map.halo,
          ],
          'circle-stroke-width': [
            'case',
            ['boolean', ['feature-state', 'selected'], false],
            2.5,
            ['boolean', ['feature-state', 'hovered'], false],
            2,
            0.6,
          ],
        },
      },
      {
        id: 'buildings-households',
        slot: 'labels',
        type: 'symbol',
        source: 'buildings',
        minzoom: 16,
        layout: { 'text-field': ['to-string', ['get', 'households']], ...textStyle(11) },
        paint: haloedText(colours),
      },
    ],
  }
}
