import type { Feature, FeatureCollection, Point } from 'geojson'
import type { IncidentPoint } from '../../lib/incidents/incident-points'
import { isEnded } from '../../lib/incidents/incident-state'
import type { MapPart } from '../../map/part'

/** Returns the open incidents as points, each `late` when its deadline has passed and `arrived` when it just came. */
export function openIncidents(
  points: readonly IncidentPoint[],
  arrived: ReadonlySet<number>,
  nowMs: number,
): FeatureCollection<Point> {
  const features = points
    .filter(({ state }) => !isEnded(state))
    .map(({ id, lng, lat, deadlineMs }): Feature<Point> => {
      const properties = { id, late: deadlineMs !== null && deadlineMs < nowMs, arrived: arrived.has(id) }
      return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lng, lat] } }
    })
  return { type: 'FeatureCollection', features }
}

/** Returns open incidents as dots, those overdue larger and in their own colour, those just arrived with a ring. */
export function openIncidentsPart(features: FeatureCollection<Point>, scale: number): MapPart {
  return {
    id: 'open-incidents',
    slot: 'points',
    sources: { 'open-incidents': { data: features, promoteId: 'id' } },
    layers: ({ status, map, text }) => [
      {
        id: 'open-incidents-dot',
        type: 'circle',
        source: 'open-incidents',
        layout: { 'circle-sort-key': ['case', ['get', 'late'], 1, 0] },
        paint: {
          'circle-radius': ['case', ['get', 'late'], 4.2 * scale, 2.4 * scale],
          'circle-color': ['case', ['get', 'late'], status.late, text[0]],
          'circle-stroke-color': map.halo,
          'circle-stroke-width': scale,
        },
      },
      {
        id: 'open-incidents-arrived',
        slot: 'top',
        type: 'circle',
        source: 'open-incidents',
        filter: ['get', 'arrived'],
        paint: {
          'circle-radius': 14 * scale,
          'circle-color': 'rgba(0, 0, 0, 0)',
          'circle-stroke-color': status.attention,
          'circle-stroke-width': 3 * scale,
        },
      },
    ],
  }
}
