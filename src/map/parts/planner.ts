import type { FeatureCollection } from 'geojson'
import { householdsRadius } from './buildings'
import type { MapPart } from '../part'

/** How wide the borders of the top level, of a level below it that is not the lowest, and of the lowest are, from afar and close by: pixels. */
export const BORDER_WIDTHS = { top: [1, 3.2], middle: [0.75, 2.3], leaf: [0.5, 1.6] } as const

/** Returns how the borders of a level are drawn; `leaf`: the lowest level of the plan. */
export function borderWidths(level: number, leaf: number): readonly [far: number, near: number] {
  if (level >= leaf) return BORDER_WIDTHS.leaf
  return level === 1 ? BORDER_WIDTHS.top : BORDER_WIDTHS.middle
}

/** Returns the grids of an upper level as strong outlines, the strongest at the top. Properties: `id`. */
export function upperGridsPart(features: FeatureCollection, level = 1): MapPart {
  const id = level === 1 ? 'upper-grids' : `upper-grids-${level}`
  const [far, near] = borderWidths(level, Infinity)
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
