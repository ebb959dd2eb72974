import type { FeatureCollection } from 'geojson'
import { householdsRadius } from './buildings'
import type { MapPart } from '../part'

/** Returns the upper grids of a two-level plan as strong outlines. Properties: `id`. */
export function upperGridsPart(features: FeatureCollection): MapPart {
  return {
    id: 'upper-grids',
    slot: 'lines',
    sources: { 'upper-grids': { data: features, promoteId: 'id', tolerance: 0 } },
    layers: (colours) => [
      {
        id: 'upper-grids-border',
        type: 'line',
        source: 'upper-grids',
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': colours.text[0],
          'line-width': ['interpolate', ['linear'], ['zoom'], 11, 1, 16, 3],
          'line-opacity': 0.85,
        },
      },
    ],
  }
}

/** Returns rings around buildings that no grid holds yet. Properties: `id`, `households`. */
export function unassignedPart(features: FeatureCollection): MapPart {
  return {
    id: 'unassigned',
    slot: 'points',
    sources: { unassigned: { data: features, promoteId: 'id' } },
    layers: (colours) => [
      {
        id: 'unassigned-ring',
        type: 'circle',
        source: 'unassigned',
        paint: {
          'circle-radius': householdsRadius(),
          'circle-color': colours.status.attention,
          'circle-opacity': 0.85,
          'circle-stroke-color': colours.map.halo,
          'circle-stroke-width': 0.6,
        },
      },
    ],
  }
}

/** Returns buildings that go to another grid. Properties: `id`, `households`. */
export function movedPart(features: FeatureCollection): MapPart {
  return {
    id: 'moved',
    slot: 'points',
    sources: { moved: { data: features, promoteId: 'id' } },
    layers: (colours) => [
      {
        id: 'moved-circle',
        type: 'circle',
        source: 'moved',
        paint: {
          'circle-radius': householdsRadius(),
          'circle-color': colours.accent,
          'circle-opacity': 0.75,
          'circle-stroke-color': colours.map.halo,
          'circle-stroke-width': 0.5,
        },
      },
    ],
  }
}
