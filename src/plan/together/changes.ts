import type { MultiPolygon } from 'geojson'
import { type Draft, type EngineRecord, gridChanges, type GridFacts } from '../model/draft'
import { type GridId, gridId } from '../model/ids'
import type { Figures } from '../model/figures'
import type { Ground } from '../model/ground'
import type { GroundPatch } from '../model/ground-patch'
import { type StoredLocks, storedLocks } from '../model/locks/stored-locks'
import type { PlanView } from '../model/plan-view'
import type { GridKey } from '../../lib/ids'

/** A draft with the figures that belong to it. */
export interface Drawn {
  draft: Draft
  figures: Figures
}

/** A plan as the database holds it. `borders` is null where every grid has to be stored anew. */
export interface StoredState extends Drawn {
  borders: readonly GroundPatch[] | null
}

/** Grids and buildings that differ from what the database has. */
export interface DrawnChanges {
  grids: (GridFacts & { polygon: MultiPolygon })[]
  removed: { level: number; key: GridKey }[]
  assignment: { building: number[]; grid: (number | null)[] }
}

/** What a save sends of a plan, without its history. */
export interface SavedChanges extends DrawnChanges {
  /** All ground beyond the buildings' own cells, never only what changed of it. */
  borders: GroundPatch[]
  locks: StoredLocks
  engine?: EngineRecord
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

/**
 * Returns what a save has to send to get from what the database has to a plan as it is drawn, without its history. Whoever stores
 * a plan asks this, the page and the command line: without `borders` it is opened with other ground than its polygons.
 */
export function changesTo(
  { ground, draft, figures }: Pick<PlanView, 'ground' | 'draft' | 'figures'>,
  stored: StoredState,
  borders: GroundPatch[],
): SavedChanges {
  const before = stored.borders ? stored : { ...stored, figures: new Map() }
  return {
    ...drawnChanges(ground, before, { draft, figures }),
    borders,
    locks: storedLocks(ground, draft),
    ...(draft.engine !== stored.draft.engine && { engine: draft.engine }),
  }
}
