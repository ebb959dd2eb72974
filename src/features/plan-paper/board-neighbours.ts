import type { MultiPolygon } from 'geojson'
import type { StoredGrid } from '../../data/plans/plans'
import { numberOf } from '../../plan/model/draft'
import type { AreaId, GridKey } from '../../lib/ids'

/** A grid beside the one of a notice board, and what it is called there. */
export interface BoardNeighbour {
  word: string
  label: [number, number]
  polygon: MultiPolygon
}

/** Returns the other grids of the same level with their numbers, those of other communities with their name as well. */
export function boardNeighbours(
  grids: readonly StoredGrid[],
  { level, key, community }: { level: number; key: GridKey; community: AreaId },
  communityName: (id: number) => string,
): BoardNeighbour[] {
  return grids
    .filter((grid) => grid.level === level && grid.key !== key)
    .map((grid) => ({
      word: (grid.community === community ? '' : `${communityName(grid.community)} `) + numberOf(grid),
      label: grid.label,
      polygon: grid.polygon,
    }))
}
