import type { Feature, FeatureCollection } from 'geojson'
import type { Language } from '../../lib/format'
import { CLOSE_ZOOM } from './buildings'
import type { MapPart } from '../part'
import { haloedText, nameIn, textStyle } from './text'

/** The sign of a service point, on the map and in its legend. */
export const SERVICE_SIGN = '✚'

function collection(
  points: readonly { lng: number; lat: number; properties: Record<string, unknown> }[],
): FeatureCollection {
  const features = points.map(({ lng, lat, properties }): Feature => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [lng, lat] },
  }))
  return { type: 'FeatureCollection', features }
}

/** Returns where residents are served, each with a sign, close by with its name. Source and id: `services`. */
export function servicesPart(
  points: readonly { lng: number; lat: number; name: string; nameEn: string | null }[],
  language: Language,
): MapPart {
  const data = collection(
    points.map(({ lng, lat, name, nameEn }) => ({
      lng,
      lat,
      properties: { name, ...(nameEn !== null && { nameEn }) },
    })),
  )
  return {
    id: 'services',
    slot: 'top',
    sources: { services: { data } },
    layers: (colours) => [
      {
        id: 'services-sign',
        type: 'symbol',
        source: 'services',
        minzoom: 11,
        layout: { 'text-field': SERVICE_SIGN, ...textStyle(18), 'text-overlap': 'always' },
        paint: { ...haloedText(colours, colours.accent), 'text-halo-width': 2 },
      },
      {
        id: 'services-name',
        slot: 'names',
        type: 'symbol',
        source: 'services',
        minzoom: CLOSE_ZOOM,
        layout: {
          'text-field': nameIn(language),
          ...textStyle(11),
          'text-anchor': 'top',
          'text-offset': [0, 0.9],
        },
        paint: haloedText(colours, colours.accent),
      },
    ],
  }
}

/** Radius in pixels of a place with one incident. */
const RADIUS_PIXELS = 3

/** Returns the radius in pixels of a place with so many incidents: its area goes with them. */
export function incidentsRadiusPixels(incidents: number): number {
  return RADIUS_PIXELS * Math.sqrt(Math.max(1, incidents))
}

/** Returns where incidents were reported, rings whose area goes with their number. Source and id: `incidents`. */
export function incidentPlacesPart({
  lng,
  lat,
  incidents,
}: Readonly<Record<'lng' | 'lat' | 'incidents', readonly number[]>>): MapPart {
  const data = collection(
    incidents.map((count, at) => ({ lng: lng[at], lat: lat[at], properties: { incidents: count } })),
  )
  return {
    id: 'incidents',
    slot: 'points',
    sources: { 'incident-places': { data } },
    layers: (colours) => [
      {
        id: 'incidents-place',
        type: 'circle',
        source: 'incident-places',
        minzoom: 11,
        paint: {
          'circle-radius': ['*', RADIUS_PIXELS, ['sqrt', ['max', 1, ['get', 'incidents']]]],
          'circle-color': colours.status.late,
          'circle-opacity': 0.2,
          'circle-stroke-color': colours.status.late,
          'circle-stroke-width': 1.4,
        },
      },
    ],
  }
}
