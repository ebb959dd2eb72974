import type { MultiPolygon } from 'geojson'
import { difference, type Draft, type GridFacts, gridId } from './draft'
import type { Figures } from './figures'
import type { Ground } from './ground'

/** A draft with the figures that belong to it. */
export interface Drawn {
  draft: Draft
  figures: Figures
}

/** Grids and buildings that differ from what the database has. */
export interface DrawnChanges {
  grids: (GridFacts & { polygon: MultiPolygon })[]
  removed: { level: number; key: number }[]
  assignment: { building: number[]; grid: (number | null)[] }
}

/** Returns what has to be stored to get from one drawing to another: grids whose facts or polygon changed, and the buildings that moved. */
export function drawnChanges(ground: Ground, before: Drawn, after: Drawn): DrawnChanges {
  const { building, to, grids } = difference(before.draft, after.draft)
  const changedFacts = new Set(grids.flatMap((change) => (change.after ? [gridId(change.after)] : [])))
  const changed = [...after.draft.grids.values()].filter((grid) => {
    const id = gridId(grid)
    return changedFacts.has(id) || after.figures.get(id)?.polygon !== before.figures.get(id)?.polygon
  })
  return {
    grids: changed
      .sort((one, other) => one.level - other.level)
      .map((grid) => ({
        ...grid,
        polygon: {
          type: 'MultiPolygon',
          coordinates: after.figures.get(gridId(grid))?.polygon?.polygons ?? [],
        },
      })),
    removed: grids.flatMap((change) =>
      change.before && !change.after ? [{ level: change.before.level, key: change.before.key }] : [],
    ),
    assignment: {
      building: building.map((place) => ground.input.buildings.id[place]),
      grid: to.map((key) => (key < 0 ? null : key)),
    },
  }
}
