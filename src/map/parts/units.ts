import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import type { Palette } from '../../lib/theme'
import type { MapPart } from '../part'
import { haloedText, textStyle } from './text'

/** A colour for each class; an expression with steps has one at least. */
function classColours(limits: readonly number[], { density }: Palette): ExpressionSpecification {
  const steps = limits.flatMap((limit, index) => [limit, density[index + 1]])
  return ['step', ['get', 'value'], 'transparent', ...steps] as unknown as ExpressionSpecification
}

/**
 * Returns units of ground coloured by an amount, low to high. Properties: `id`, `value`; labels are points with `id` and
 * `label`. `limits`: lower limits of the classes, ascending, at most six; below the first there is no colour. Source and
 * id: `units`.
 */
export function unitValuesPart(
  units: FeatureCollection,
  labels: FeatureCollection,
  limits: readonly number[],
): MapPart {
  return {
    id: 'units',
    slot: 'areas',
    sources: { units: { data: units, promoteId: 'key', tolerance: 0 }, 'unit-labels': { data: labels } },
    layers: (colours) => [
      {
        id: 'units-fill',
        type: 'fill',
        source: 'units',
        paint: {
          'fill-color': limits.length ? classColours(limits, colours) : 'transparent',
          'fill-opacity': limits.length ? 0.6 : 0,
          'fill-antialias': false,
        },
      },
      {
        id: 'units-border',
        type: 'line',
        source: 'units',
        paint: { 'line-color': colours.map.border, 'line-width': 1, 'line-opacity': 0.7 },
      },
      {
        id: 'units-label',
        slot: 'labels',
        type: 'symbol',
        source: 'unit-labels',
        layout: { 'text-field': ['get', 'label'], 'text-max-width': 10, ...textStyle(12) },
        paint: haloedText(colours),
      },
    ],
  }
}
