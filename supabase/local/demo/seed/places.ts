import type { Queries } from '../../database/types'
import type { LineClass } from '../town/roads'
import type { DemoGround, District } from '../types'
import { multiPolygon, type AreaKeys } from './areas'

/** Adds everything that stands in the district or that its base map draws, and returns the buildings' keys in order. */
export async function seedPlaces(queries: Queries, district: District, keys: AreaKeys): Promise<number[]> {
  const compounds = await seedCompounds(queries, district, keys)
  await queries.insertJson(
    'public.buildings',
    district.buildings.map((building) => ({
      district_id: keys.district,
      community_id: keys.communities[building.community],
      compound_id: building.compound < 0 ? null : compounds[building.compound],
      source_id: building.sourceId,
      name: building.name,
      address: building.address,
      storeys: building.storeys,
      households: building.households,
      position: { type: 'Point', coordinates: building.position },
      footprint: multiPolygon(building.ring),
    })),
  )
  await seedLines(queries, district, keys.district)
  await seedServices(queries, district, keys.district)
  await seedBaseMap(queries, district, keys.district)
  return readKeys(queries, 'buildings', keys.district)
}

async function seedCompounds(queries: Queries, { compounds }: District, keys: AreaKeys): Promise<number[]> {
  await queries.insertJson(
    'public.compounds',
    compounds.map(({ sourceId, name, community, ring }) => ({
      district_id: keys.district,
      community_id: keys.communities[community],
      name,
      source_id: sourceId,
      boundary: multiPolygon(ring),
    })),
  )
  return readKeys(queries, 'compounds', keys.district)
}

/** Keys in the order of the source ids, which is the order of the generator's lists. */
async function readKeys(
  queries: Queries,
  table: 'buildings' | 'compounds',
  district: number,
): Promise<number[]> {
  const rows = await queries.query<{ id: number | string }>(
    `select id from public.${table} where district_id = $1 order by source_id collate "C"`,
    [district],
  )
  return rows.map(({ id }) => Number(id))
}

async function seedLines(
  queries: Queries,
  { barriers, crossings }: District,
  district: number,
): Promise<void> {
  const line = (coordinates: [number, number][]) => ({ type: 'MultiLineString', coordinates: [coordinates] })
  await queries.insertJson(
    'public.barriers',
    barriers.map((barrier) => ({
      district_id: district,
      kind: barrier.class === 'river' ? 'river' : 'main_road',
      name: barrier.name,
      line: line(barrier.line),
      source_id: barrier.sourceId,
    })),
  )
  await queries.insertJson(
    'public.crossings',
    crossings.map((crossing) => ({
      district_id: district,
      name: crossing.name,
      line: line(crossing.line),
      source_id: crossing.sourceId,
    })),
  )
}

async function seedServices(queries: Queries, { services }: District, district: number): Promise<void> {
  await queries.insertJson(
    'public.service_points',
    services.map(({ sourceId, kind, name, nameEn, position }, index) => ({
      district_id: district,
      kind,
      name,
      name_en: nameEn,
      telephone: `100-0001-${String(index + 1).padStart(4, '0')}`,
      position: { type: 'Point', coordinates: position },
      source_id: sourceId,
    })),
  )
}

const ROAD_CLASS: Record<LineClass, string> = {
  ring: 'trunk',
  arterial: 'primary',
  secondary: 'secondary',
  tertiary: 'local',
  residential: 'path',
  river: 'river',
}
const GROUND_CLASS: Record<DemoGround['kind'], [string, string]> = {
  river: ['water', 'river'],
  lake: ['water', 'lake'],
  bank: ['green', 'grass'],
  park: ['green', 'park'],
  pitch: ['land', 'pitch'],
  square: ['land', 'square'],
}

async function seedBaseMap(queries: Queries, { roads, grounds }: District, district: number): Promise<void> {
  const features = [
    ...roads.map((road) => ({
      layer: 'road',
      class: ROAD_CLASS[road.class],
      name: road.name,
      geom: { type: 'LineString', coordinates: road.line },
      source_id: road.sourceId,
    })),
    ...grounds.map(({ kind, name, ring, sourceId }) => ({
      layer: GROUND_CLASS[kind][0],
      class: GROUND_CLASS[kind][1],
      name,
      geom: { type: 'Polygon', coordinates: [ring] },
      source_id: sourceId,
    })),
  ]
  await queries.insertJson(
    'public.base_features',
    features.map((feature) => ({ district_id: district, ...feature })),
  )
}
