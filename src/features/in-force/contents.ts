import { deviationFrom } from '../../lib/deviation'
import type { GridInForce } from '../../data/plans/in-force'
import type { PlanDetail } from '../../data/plans/plans'
import type { BuildingRow, FileContents, GridRow } from '../../plan/files/columns'
import type { PlaceWords } from '../../plan/files/export'
import type { PlanningInput } from '../../plan/model/input'
import type { AreaId } from '../../lib/ids'

/** Returns what is handed out of the grids in force: the same columns as of a plan. `assignments`: of each plan the leaf grid of each building. */
export function contentsInForce(
  grids: readonly GridInForce[],
  {
    input,
    assignments,
    placeOf,
    kindOf,
    standing,
  }: {
    input: PlanningInput
    assignments: ReadonlyMap<number, PlanDetail['assignment']>
    placeOf: (community: AreaId) => PlaceWords
    /** What a grid is for, in words. */
    kindOf: (kind: GridInForce['kind']) => string
    standing: string
  },
): FileContents {
  const rows = grids.map((grid): { row: GridRow; geometry: GridInForce['polygon'] } => ({
    row: {
      level: grid.level,
      code: grid.code,
      name: grid.name,
      kind: kindOf(grid.kind),
      parent: grid.parentCode ?? '',
      ...placeOf(grid.community),
      plan: grid.planName,
      effectiveFrom: grid.from,
      standing,
      target: grid.target,
      households: grid.households,
      estimated: grid.estimated,
      deviation: rounded(deviationFrom(grid.households, grid.target)),
      buildings: grid.buildings,
      areaSquareMetres: grid.areaSquareMetres,
      posts: grid.posts,
      people: grid.people.join('、'),
    },
    geometry: grid.polygon,
  }))
  return { grids: rows, buildings: buildingRows(grids, input, assignments, placeOf) }
}

const rounded = (share: number | null) => (share === null ? null : Number(share.toFixed(4)))

function buildingRows(
  grids: readonly GridInForce[],
  { buildings }: PlanningInput,
  assignments: ReadonlyMap<number, PlanDetail['assignment']>,
  placeOf: (community: AreaId) => PlaceWords,
): BuildingRow[] {
  const leaves = grids.filter(({ isLeaf }) => isLeaf)
  const planOf = new Map(leaves.map(({ community, plan }) => [community, plan]))
  const parentOf = new Map(grids.map(({ code, parentCode }) => [code, parentCode]))
  const isDeep = leaves.some(({ level }) => level > 2)
  const byKey = new Map(leaves.map((grid) => [`${grid.plan} ${grid.key}`, grid]))
  const keyOf = new Map(
    [...assignments].map(([plan, { building, grid }]) => [
      plan,
      new Map(building.map((id, at) => [id, grid[at]])),
    ]),
  )
  const rows = buildings.id.flatMap((id, place): BuildingRow[] => {
    const plan = planOf.get(buildings.community[place])
    if (plan === undefined) return []
    const grid = byKey.get(`${plan} ${keyOf.get(plan)?.get(id)}`)
    const { district, street, community } = placeOf(buildings.community[place])
    const households = buildings.households[place]
    return [
      {
        grid: grid?.code ?? '',
        upper: grid?.parentCode ?? '',
        ...(isDeep && { top: parentOf.get(grid?.parentCode ?? '') ?? '' }),
        district,
        street,
        community,
        name: buildings.name[place],
        households,
        estimated: buildings.estimated?.[place] ? households : 0,
        lng: buildings.lng[place],
        lat: buildings.lat[place],
      },
    ]
  })
  return rows.sort((one, other) => one.grid.localeCompare(other.grid) || one.name.localeCompare(other.name))
}
