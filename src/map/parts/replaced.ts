import type { FeatureCollection } from 'geojson'
import { hatchName } from './hatch'
import type { MapPart } from '../part'

/** Returns a veil over ground on which another plan took the place of the one that is shown. Source and id: `replaced`. */
export function replacedPart(areas: FeatureCollection): MapPart {
  return {
    id: 'replaced',
    slot: 'grids',
    sources: { replaced: { data: areas, tolerance: 0 } },
    layers: (colours) => [
      {
        id: 'replaced-veil',
        type: 'fill',
        source: 'replaced',
        paint: { 'fill-color': colours.map.land, 'fill-opacity': 0.6, 'fill-antialias': false },
      },
      {
        id: 'replaced-hatch',
        type: 'fill',
        source: 'replaced',
        paint: { 'fill-pattern': hatchName(colours.text[2]), 'fill-opacity': 0.5, 'fill-antialias': false },
      },
    ],
  }
}
