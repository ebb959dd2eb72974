import type { FeatureCollection } from 'geojson'
import type { MapPart } from './part'
import { haloedText, textStyle } from './parts/text'

/** Returns what is locked: borders as a bar across which nothing moves, pinned buildings in a ring. Lines, and points. */
export function locksPart(lines: FeatureCollection, points: FeatureCollection): MapPart {
  return {
    id: 'locks',
    slot: 'lines',
    sources: { 'lock-lines': { data: lines, tolerance: 0 }, 'lock-points': { data: points } },
    layers: (colours) => [
      {
        id: 'locks-casing',
        type: 'line',
        source: 'lock-lines',
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': colours.text[0],
          'line-width': ['interpolate', ['linear'], ['zoom'], 12, 3, 16, 7],
        },
      },
      {
        id: 'locks-ticks',
        type: 'line',
        source: 'lock-lines',
        paint: {
          'line-color': colours.map.halo,
          'line-width': ['interpolate', ['linear'], ['zoom'], 12, 1, 16, 3],
          'line-dasharray': [1.2, 1.2],
        },
      },
      {
        id: 'locks-pinned',
        slot: 'points',
        type: 'circle',
        source: 'lock-points',
        minzoom: 13,
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 13, 5, 17, 14],
          'circle-color': colours.map.halo,
          'circle-opacity': 0,
          'circle-stroke-color': colours.text[0],
          'circle-stroke-width': 3,
        },
      },
    ],
  }
}

/** Returns the groups inside upper grids as thin outlines with their number. Polygons with `id`; points with `label`. */
export function groupsPart(groups: FeatureCollection, labels: FeatureCollection): MapPart {
  return {
    id: 'groups',
    slot: 'grids',
    sources: { groups: { data: groups, promoteId: 'id', tolerance: 0 }, 'group-labels': { data: labels } },
    layers: (colours) => [
      {
        id: 'groups-border',
        type: 'line',
        source: 'groups',
        paint: {
          'line-color': colours.text[1],
          'line-width': 0.8,
          'line-opacity': 0.6,
        },
      },
      {
        id: 'groups-label',
        slot: 'names',
        type: 'symbol',
        source: 'group-labels',
        minzoom: 15,
        layout: { 'text-field': ['get', 'label'], ...textStyle(11) },
        paint: haloedText(colours, colours.text[1]),
      },
    ],
  }
}

/** Returns broken rules where they are: grids with a hard fault outlined, buildings at fault ringed. Property `isHard`. */
export function faultsPart(grids: FeatureCollection, buildings: FeatureCollection): MapPart {
  return {
    id: 'faults',
    slot: 'lines',
    sources: { 'fault-grids': { data: grids, tolerance: 0 }, 'fault-buildings': { data: buildings } },
    layers: (colours) => [
      {
        id: 'faults-grid',
        type: 'line',
        source: 'fault-grids',
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colours.status.late, 'line-width': 3, 'line-dasharray': [2, 1] },
      },
      {
        id: 'faults-building',
        slot: 'points',
        type: 'circle',
        source: 'fault-buildings',
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 3, 17, 16],
          'circle-opacity': 0,
          'circle-stroke-color': [
            'case',
            ['boolean', ['get', 'isHard'], false],
            colours.status.late,
            colours.status.attention,
          ],
          'circle-stroke-width': 2.5,
        },
      },
    ],
  }
}
