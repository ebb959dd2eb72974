import type { Feature } from 'geojson'
import type { MapPart } from '../../../map/part'
import type { HotSpot } from '../../../workers/analysis'

/** Returns the borders of hot spots. */
export function spotsPart(spots: readonly HotSpot[]): MapPart {
  const features = spots.flatMap(({ ground }) =>
    ground.map((polygons): Feature => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'MultiPolygon', coordinates: polygons },
    })),
  )
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
