import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import type { DensityBand } from '../../../geo/index'
import type { Palette } from '../../lib/theme'
import type { MapPart } from '../part'

const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8]

/**
 * Returns limits between classes that people can read: six ascending round numbers up to just below the highest value
 * given. They depend on the data, so they are for values that are compared within one picture, not from picture to picture.
 */
export function densityBreaks(highest: number): number[] {
  const rough = highest > 0 ? highest / 6.5 : 1
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = (ROUND.findLast((factor) => factor * magnitude <= rough) ?? 1) * magnitude
  return [1, 2, 3, 4, 5, 6].map((count) => Number((count * step).toPrecision(6)))
}

function toFeatures(bands: readonly DensityBand[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: bands.map(({ from, polygons }) => ({
      type: 'Feature',
      properties: { from },
      geometry: { type: 'MultiPolygon', coordinates: polygons },
    })),
  }
}

/**
 * Returns a density surface of bands that do not overlap, each in the colour of its class on a scale that stays the
 * same when the map is zoomed. What lies below the first limit is left to the map.
 */
export function surfacePart(bands: readonly DensityBand[]): MapPart {
  const limits = bands.map(({ from }) => from)
  return {
    id: 'surface',
    slot: 'surface',
    sources: { surface: { data: toFeatures(bands), tolerance: 0 } },
    layers: (colours) => [
      {
        id: 'surface-fill',
        type: 'fill',
        source: 'surface',
        paint: {
          'fill-color': bandFill(colours, limits),
          'fill-opacity': bandOpacity(limits),
          'fill-antialias': false,
        },
      },
    ],
  }
}

function bandFill({ density }: Palette, limits: readonly number[]): ExpressionSpecification | string {
  if (limits.length < 2) return density[1]
  const steps = limits.slice(1).flatMap((limit, index) => [limit, density[index + 2]])
  return ['step', ['get', 'from'], density[1], ...steps] as unknown as ExpressionSpecification
}

/** Low bands let the map through; the highest stand out. */
function bandOpacity(limits: readonly number[]): ExpressionSpecification | number {
  if (limits.length < 2) return 0.5
  return ['interpolate', ['linear'], ['get', 'from'], limits[0], 0.38, limits[limits.length - 1], 0.78]
}
