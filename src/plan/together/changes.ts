import type { MultiPolygon } from 'geojson'
import { type Draft, gridChanges, type GridFacts } from '../model/draft'
import { type GridId, gridId } from '../model/ids'
import type { Figures } from '../model/figures'
import type { Ground } from '../model/ground'
import type { GridKey } from '../../lib/ids'

/** A draft with the figures that belong to it. */
export interface Drawn {
  draft: Draft
  figures: Figures
}

/** Grids and buildings that differ from what the database has. */
export interface DrawnChanges {
  grids: (GridFacts & { polygon: MultiPolygon })[]
  removed: { level: number; key: GridKey }[]
  assignment: { building: number[]; grid: (number | null)[] }
}

function sameRings(one: Figures, other: Figures, id: GridId): boolean {
  const [a, b] = [one.get(id)?.polygon, other.get(id)?.polygon]
  return a === b || JSON.stringify(a?.polygons) === JSON.stringify(b?.polygons)
}

/** Returns what has to be stored to get from one drawing to another: grids whose facts or polygon changed, and the buildings that moved. */
export function drawnChanges(ground: Ground, before: Drawn, after: Drawn): DrawnChanges {
  const changes = gridChanges(before.draft.grids, after.draft.grids)
  const changedFacts = new Set(changes.flatMap((change) => (change.after ? [gridId(change.after)] : [])))
  const changed = [...after.draft.grids.values()].filter((grid) => {
    const id = gridId(grid)
    return changedFacts.has(id) || !sameRings(before.figures, after.figures, id)
  })
  const moved = [...after.draft.assignment.keys()].filter(
    (place) => before.draft.assignment[place] !== after.draft.assignment[place],
  )
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
    removed: changes.flatMap((change) =>
      change.before && !change.after ? [{ level: change.before.level, key: change.before.key }] : [],
    ),
    assignment: {
      building: moved.map((place) => ground.input.buildings.id[place]),
      grid: moved.map((place) => (after.draft.assignment[place] < 0 ? null : after.draft.assignment[place])),
    },
  }
}
