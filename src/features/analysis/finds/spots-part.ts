import type { Feature } from 'geojson'
import type { MapPart } from '../../../map/part'
import type { HotSpot } from '../../../workers/analysis'

/** Returns the borders of the cells of hot spots. */
export function spotsPart(spots: readonly HotSpot[]): MapPart {
  const features = spots.flatMap(({ cells }) => cells.map(featureOf))
  return {
    id: 'spots',
    slot: 'lines',
    sources: { spots: { data: { type: 'FeatureCollection', features }, tolerance: 0 } },
    layers: (colours) => [
      {
        id: 'spots-border',
        type: 'line',
        source: 'spots',
        paint: { 'line-color': colours.status.late, 'line-width': 2 },
      },
    ],
  }
}

function featureOf([west, south, east, north]: HotSpot['cells'][number]): Feature {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } }
}
