import type { Feature, FeatureCollection } from 'geojson'
import type { LevelComparison } from '../../data/plans/plan-outputs'
import type { PlanningInput } from '../../plan/model/input'
import type { MapPart } from '../../map/part'
import { movedPart } from '../../map/parts/planner'

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

/** Returns the buildings that move from one plan to the other, marked. */
export function movedBuildingsPart({ buildings }: PlanningInput, { moved }: LevelComparison): MapPart {
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
export function changes({ pairs }: LevelComparison): LevelComparison['pairs'] {
  return pairs.filter(({ same }) => !same).sort((one, other) => other.households - one.households)
}
