import type { Feature, FeatureCollection } from 'geojson'
import type { Balance, Comparison } from '../../data/plan-outputs'
import type { StoredGrid } from '../../data/plans'
import { numberOf } from '../../lib/plan/draft'
import type { PlanningInput } from '../../lib/plan/input'
import { gridsPart } from '../../map/grids'
import { chosenArea, type Mark } from '../../map/marks'
import type { MapPart } from '../../map/part'
import { movedPart } from '../../map/planner'

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

/** What one side of a comparison shows. */
export interface SideView {
  grids: readonly StoredGrid[]
  balance: Balance
  /** The second line of a grid's label. */
  label: (grid: StoredGrid) => string
}

function leavesOf(grids: readonly StoredGrid[]): StoredGrid[] {
  const leaf = grids.reduce((level, grid) => Math.max(level, grid.level), 1)
  return grids.filter(({ level }) => level === leaf)
}

/** Returns marks around chosen leaf grids of a stored plan. */
export function chosenStoredGrids(grids: readonly StoredGrid[], keys: readonly number[]): Mark[] {
  return leavesOf(grids)
    .filter(({ key }) => keys.includes(key))
    .map(({ polygon }) => chosenArea(polygon.coordinates))
}

/** Returns the leaf grids of a stored plan, coloured by deviation from its own target. */
export function storedGridsPart({ grids, balance, label }: SideView): MapPart {
  const leaves = leavesOf(grids)
  return gridsPart(
    collection(
      leaves.map(({ key, households, polygon }) => ({
        type: 'Feature',
        properties: { id: key, households, deviation: households / balance.target - 1 },
        geometry: polygon,
      })),
    ),
    collection(
      leaves.map((grid) => ({
        type: 'Feature',
        properties: { id: grid.key, label: `${numberOf(grid)}\n${label(grid)}` },
        geometry: { type: 'Point', coordinates: grid.label },
      })),
    ),
    balance.tolerance,
  )
}

/** Returns the buildings that move from one plan to the other, marked. */
export function movedBuildingsPart({ buildings }: PlanningInput, { moved }: Comparison): MapPart {
  const ids = new Set(moved.building)
  const features = buildings.id.flatMap((id, place): Feature[] =>
    ids.has(id)
      ? [
          {
            type: 'Feature',
            properties: { id, households: buildings.households[place] },
            geometry: { type: 'Point', coordinates: [buildings.lng[place], buildings.lat[place]] },
          },
        ]
      : [],
  )
  return movedPart(collection(features))
}

/** Returns the pairs of grids in which buildings change sides, the most households first. */
export function changes({ pairs }: Comparison): Comparison['pairs'] {
  return pairs.filter(({ same }) => !same).sort((one, other) => other.households - one.households)
}
