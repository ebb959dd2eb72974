import type { Feature, FeatureCollection, Point } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import { markOf } from '../../lib/incidents/incident-groups'
import type { IncidentPoint } from '../../lib/incidents/incident-points'
import type { Palette, Status } from '../../lib/theme'
import type { Cluster } from './clusters'
import type { MapPart } from '../part'
import { haloedText, textStyle } from './text'

/** Returns whether the deadline of a point has passed at `nowMs`. */
export function isPointLate({ deadlineMs }: IncidentPoint, nowMs: number): boolean {
  return deadlineMs !== null && deadlineMs < nowMs
}

function point(lng: number, lat: number, properties: Record<string, unknown>): Feature<Point> {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lng, lat] } }
}

/** Returns incidents as features: alone with `id`, `mark` and `status`; together with `count` and `late`. */
export function incidentFeatures(
  clusters: readonly Cluster[],
  points: readonly IncidentPoint[],
  nowMs: number,
): FeatureCollection<Point> {
  const features = clusters.map(({ lng, lat, count, index, marked }) => {
    const incident = points[index]
    if (count > 1) return point(lng, lat, { count, late: marked, first: incident.id })
    const { character, status } = markOf(incident.state, isPointLate(incident, nowMs))
    return point(lng, lat, { id: incident.id, mark: character, status, urgent: incident.isUrgent })
  })
  return { type: 'FeatureCollection', features }
}

/** Returns a collection with one position, or with none. */
export function positionFeature(position: { lng: number; lat: number } | null): FeatureCollection<Point> {
  return { type: 'FeatureCollection', features: position ? [point(position.lng, position.lat, {})] : [] }
}

function byStatus({ status }: Palette): ExpressionSpecification {
  const pairs = (Object.keys(status) as Status[]).flatMap((name) => [name, status[name]])
  return ['match', ['get', 'status'], ...pairs, status.neutral] as unknown as ExpressionSpecification
}

/** The count, and beneath it how many of them are late: with their shape, not by colour alone. */
function clusterText(colours: Palette): ExpressionSpecification {
  const late = { 'text-color': colours.status.late, 'font-scale': 0.85 }
  const count: ExpressionSpecification = ['to-string', ['get', 'count']]
  return [
    'case',
    ['>', ['get', 'late'], 0],
    ['format', count, {}, '\n■', late, ['to-string', ['get', 'late']], late],
    ['format', count, {}],
  ] as unknown as ExpressionSpecification
}

/** Returns incidents on the map: single ones by colour and shape, close ones as circles with their number. */
export function incidentsPart(features: FeatureCollection<Point>): MapPart {
  const isCluster: ExpressionSpecification = ['has', 'count']
  return {
    id: 'incidents',
    slot: 'top',
    sources: { incidents: { data: features } },
    layers: (colours) => [
      {
        id: 'incidents-cluster',
        type: 'circle',
        source: 'incidents',
        filter: isCluster,
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['log10', ['get', 'count']], 0.3, 13, 2, 19, 4, 28],
          'circle-color': colours.raised,
          'circle-opacity': 0.94,
          'circle-stroke-width': 1.5,
          'circle-stroke-color': ['case', ['>', ['get', 'late'], 0], colours.status.late, colours.text[2]],
        },
      },
      {
        id: 'incidents-count',
        type: 'symbol',
        source: 'incidents',
        filter: isCluster,
        layout: {
          'text-field': clusterText(colours),
          ...textStyle(12),
          'text-allow-overlap': true,
          'text-ignore-placement': true,
        },
        paint: { 'text-color': colours.text[0] },
      },
      {
        id: 'incidents-mark',
        type: 'symbol',
        source: 'incidents',
        filter: ['!', isCluster],
        layout: {
          'text-field': ['get', 'mark'],
          ...textStyle(18),
          'text-allow-overlap': true,
          'text-ignore-placement': true,
          'symbol-sort-key': ['match', ['get', 'status'], 'late', 2, 'attention', 1, 0],
        },
        paint: { ...haloedText(colours), 'text-color': byStatus(colours), 'text-halo-width': 2 },
      },
    ],
  }
}

/** Returns a ring around a position: the incident that is open in the list, or the place of a new one. */
export function ringPart(id: string, position: { lng: number; lat: number } | null): MapPart {
  return {
    id,
    slot: 'top',
    sources: { [id]: { data: positionFeature(position) } },
    layers: ({ accent, map }) => [
      {
        id: `${id}-halo`,
        type: 'circle',
        source: id,
        paint: {
          'circle-radius': 15,
          'circle-color': 'rgba(0, 0, 0, 0)',
          'circle-stroke-width': 6,
          'circle-stroke-color': map.halo,
          'circle-stroke-opacity': 0.8,
        },
      },
      {
        id: `${id}-ring`,
        type: 'circle',
        source: id,
        paint: {
          'circle-radius': 15,
          'circle-color': 'rgba(0, 0, 0, 0)',
          'circle-stroke-width': 3,
          'circle-stroke-color': accent,
        },
      },
    ],
  }
}
