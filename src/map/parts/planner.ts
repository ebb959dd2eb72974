import type { FeatureCollection } from 'geojson'
import { householdsRadius } from './buildings'
import type { MapPart } from '../part'

/** Returns the grids of an upper level as strong outlines, the strongest at the top. Properties: `id`. */
export function upperGridsPart(features: FeatureCollection, level = 1): MapPart {
  const id = level === 1 ? 'upper-grids' : `upper-grids-${level}`
  const [far, near] = level === 1 ? [1, 3] : [0.7, 1.6]
  return {
    id,
    slot: 'lines',
    sources: { [id]: { data: features, promoteId: 'id', tolerance: 0 } },
    layers: (colours) => [
      {
        id: `${id}-border`,
        type: 'line',
        source: id,
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': colours.text[0],
          'line-width': ['interpolate', ['linear'], ['zoom'], 11, far, 16, near],
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
