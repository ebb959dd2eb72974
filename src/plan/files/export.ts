import type { MultiPolygon } from 'geojson'
import { ancestors } from '../model/levels/chain'
import { codeOf, type GridFacts } from '../model/draft'
import { gridId } from '../model/ids'
import { estimatedHouseholds } from '../model/estimates'
import type { PlanView } from '../model/plan-view'
import type { BuildingRow, FileContents, GridRow } from './columns'
import type { AreaId, GridKey } from '../../lib/ids'

/** What an export needs beside the plan itself. */
export interface ExportWords {
  /** Official codes by `gridId`; empty before publishing. */
  codes: ReadonlyMap<string, string>
  plan: { name: string; effectiveFrom: string | null }
  /** A community and what it lies in. */
  placeOf: (community: AreaId) => PlaceWords
  /** Posts that a grid asks for, and who holds them. */
  staffOf: (level: number, key: GridKey) => { posts: number; people: readonly string[] }
  /** What a grid is for, in words. */
  kindOf: (kind: GridFacts['kind']) => string
  /** Whether the plan is in force in a community, in words; '' where that says nothing. */
  standingOf: (community: AreaId) => string
}

/** A community by its name and code, and the names of what it lies in. */
export interface PlaceWords {
  district: string
  street: string
  community: string
  communityCode: string
}

function codeAt(words: ExportWords, level: number, key: GridKey | null | undefined): string {
  if (key === null || key === undefined || key < 0) return ''
  return codeOf({ code: words.codes.get(gridId({ level, key })), key })
}

/** Returns the grids of all levels with their ground, the upper level first and in the order of their codes; before publishing a code is the number that the map shows. */
function gridRows(live: PlanView, words: ExportWords): { row: GridRow; geometry: MultiPolygon }[] {
  const estimates = estimatedHouseholds(live.ground.input, live.draft, live.leaf)
  const rows = [...live.draft.grids.values()].flatMap((grid) => {
    const figure = live.figures.get(gridId(grid))
    if (!figure?.polygon) return []
    const { posts, people } = words.staffOf(grid.level, grid.key)
    const row: GridRow = {
      level: grid.level,
      code: codeAt(words, grid.level, grid.key),
      name: grid.name,
      kind: words.kindOf(grid.kind),
      parent: codeAt(words, grid.level - 1, grid.parent),
      ...words.placeOf(grid.community),
      plan: words.plan.name,
      effectiveFrom: words.plan.effectiveFrom ?? '',
      standing: words.standingOf(grid.community),
      target: grid.kind ? null : live.rule.targets[grid.level - 1],
      households: figure.households,
      estimated: estimates.get(gridId(grid)) ?? 0,
      deviation: figure.deviation === null ? null : Number(figure.deviation.toFixed(4)),
      buildings: figure.buildings,
      areaSquareMetres: Math.round(figure.polygon.areaSquareMetres),
      posts,
      people: people.join('、'),
    }
    return [{ row, geometry: { type: 'MultiPolygon' as const, coordinates: figure.polygon.polygons } }]
  })
  return rows.sort(
    (one, other) => one.row.level - other.row.level || one.row.code.localeCompare(other.row.code),
  )
}

/** Returns the buildings with their grid codes, ordered by grid. */
function buildingRows(live: PlanView, words: ExportWords): BuildingRow[] {
  const { buildings } = live.ground.input
  const rows = buildings.id.map((_id, place): BuildingRow => {
    const key = live.draft.assignment[place]
    const grid = live.draft.grids.get(gridId({ level: live.leaf, key }))
    const [upper, top] = grid ? ancestors(live.draft.grids, grid) : []
    const { district, street, community } = words.placeOf(buildings.community[place])
    return {
      grid: codeAt(words, live.leaf, key),
      upper: codeAt(words, live.leaf - 1, upper?.key),
      ...(live.leaf > 2 && { top: codeAt(words, live.leaf - 2, top?.key) }),
      district,
      street,
      community,
      name: buildings.name[place],
      households: buildings.households[place],
      estimated: buildings.estimated?.[place] ? buildings.households[place] : 0,
      lng: buildings.lng[place],
      lat: buildings.lat[place],
    }
  })
  return rows.sort((one, other) => one.grid.localeCompare(other.grid) || one.name.localeCompare(other.name))
}

/** Returns what is handed out of a plan. */
export function planContents(live: PlanView, words: ExportWords): FileContents {
  return { grids: gridRows(live, words), buildings: buildingRows(live, words) }
}
