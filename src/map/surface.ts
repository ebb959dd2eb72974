import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import type { Palette } from '../lib/theme'
import type { MapPart } from './part'

/**
 * Returns limits between density classes that people can read: six ascending round numbers up to near the highest
 * value given. They depend on the data alone, so the meaning of a colour is the same at every zoom.
 */
export function densityBreaks(highest: number): number[] {
  if (!(highest > 0)) return [1, 2, 3, 4, 5, 6]
  const rough = highest / 7
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10) * magnitude
  return [1, 2, 3, 4, 5, 6].map((count) => Number((count * step).toPrecision(6)))
}

function densityFill(colours: Palette, breaks: readonly number[]): ExpressionSpecification {
  const steps = breaks.flatMap((limit, index) => [limit, colours.density[index + 1]])
  return ['step', ['get', 'density'], colours.density[0], ...steps] as unknown as ExpressionSpecification
}

/**
 * Returns a density surface of cells, each coloured by its `density` (per square kilometre) on a scale that does not
 * change when the map is zoomed. Cells below the first limit fade into the map.
 */
export function surfacePart(cells: FeatureCollection, breaks: readonly number[]): MapPart {
  return {
    id: 'surface',
    slot: 'surface',
    sources: { surface: { data: cells, tolerance: 0 } },
    layers: (colours) => [
      {
        id: 'surface-fill',
        type: 'fill',
        source: 'surface',
        paint: {
          'fill-color': densityFill(colours, breaks),
          'fill-opacity': ['step', ['get', 'density'], 0.25, breaks[0], 0.62],
          'fill-antialias': false,
        },
      },
    ],
  }
}
