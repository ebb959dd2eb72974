import type { LineString, MultiLineString, MultiPolygon, Polygon } from 'geojson'
import type { CellsInput, GroundRuleSet, LngLat, MultiPolygonRings } from '../../../geo/index'
import type { AreaId, BuildingId, CompoundId } from '../../lib/ids'

/** The area that is planned. */
export interface PlanningArea {
  id: AreaId
  code: string
  kind: 'district' | 'street' | 'community'
  name: string
  nameEn: string | null
  districtId: AreaId
}

export interface PlanningCommunity {
  id: AreaId
  code: string
  name: string
  nameEn: string | null
  /** Id of its street. */
  street: AreaId
  boundary: MultiPolygon | Polygon | null
}

/** Buildings as parallel arrays in order of id; `compound` is null where there is none. */
export interface BuildingColumns {
  id: BuildingId[]
  lng: number[]
  lat: number[]
  households: number[]
  /** Where the households are an estimate, since nobody counted them; null or left out: nowhere. */
  estimated?: boolean[] | null
  community: AreaId[]
  compound: (CompoundId | null)[]
  name: string[]
  /** Beside the names; null or left out: they say nothing more. */
  address?: string[] | null
  footprint: (MultiPolygon | null)[] | null
}

export interface PlanningCompound {
  id: CompoundId
  name: string
  community: AreaId | null
  boundary: MultiPolygon | null
}

export type BarrierKind = 'main_road' | 'river' | 'rail' | 'wall'

export interface PlanningBarrier {
  id: number
  kind: BarrierKind
  name: string
  line: MultiLineString | LineString
}

/** What the planner and the engine need of an area; geometry in degrees, WGS84. */
export interface PlanningInput {
  area: PlanningArea
  communities: PlanningCommunity[]
  buildings: BuildingColumns
  compounds: PlanningCompound[]
  barriers: PlanningBarrier[]
  crossings: { id: number; name: string; line: MultiLineString | LineString }[]
}

function ringsOf(boundary: MultiPolygon | Polygon | null): MultiPolygonRings {
  if (!boundary) return []
  const polygons = boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates
  return polygons as MultiPolygonRings
}

function linesOf(line: MultiLineString | LineString): LngLat[][] {
  return (line.type === 'LineString' ? [line.coordinates] : line.coordinates) as LngLat[][]
}

/** Returns whether any community has a boundary: grids are drawn inside one. */
export function hasBoundaries({ communities }: Pick<PlanningInput, 'communities'>): boolean {
  return communities.some(({ boundary }) => boundary !== null)
}

/** Returns what the cells are built from; communities, compounds and buildings are numbered by their place in the input. */
export function toCellsInput(input: PlanningInput): CellsInput {
  const { buildings, communities, compounds, barriers, crossings } = input
  const communityNumber = new Map(communities.map(({ id }, number) => [id, number]))
  const compoundNumber = new Map(compounds.map(({ id }, number) => [id, number]))
  return {
    buildings: buildings.id.map((_id, place) => ({
      position: [buildings.lng[place], buildings.lat[place]],
      footprint: buildings.footprint?.[place]?.coordinates as MultiPolygonRings | undefined,
      households: buildings.households[place],
      compound: compoundNumber.get(buildings.compound[place] ?? -1) ?? -1,
      community: communityNumber.get(buildings.community[place]) ?? -1,
    })),
    communities: communities.map(({ boundary }) => ringsOf(boundary)),
    barriers: barriers.flatMap(({ line }) => linesOf(line)),
    crossings: crossings.flatMap(({ line }) => linesOf(line)),
  }
}

/** Returns what the ground of a plan is held to: communities by their place in the input, and ways over barriers. */
export function toGroundRules({ communities, crossings }: PlanningInput): GroundRuleSet {
  return {
    communities: communities.map(({ boundary }) => ringsOf(boundary)),
    crossings: crossings.flatMap(({ line }) => linesOf(line)),
  }
}
