import type { Feature, FeatureCollection, LineString, MultiPolygon, Point, Polygon } from 'geojson'
import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'

/** A feature of the base map. `class` is trunk, primary, secondary, local or path for roads. */
export interface BaseProperties {
  layer: 'road' | 'rail' | 'water' | 'green' | 'land' | 'building' | 'place'
  class?: string
  name?: string
  nameEn?: string
}
export type BaseMap = FeatureCollection<Polygon | MultiPolygon | LineString | Point, BaseProperties>

/** What a border is drawn with and where its label stands, in degrees. */
interface Labelled {
  id: number
  labelLng: number
  labelLat: number
}

/** A community on the map; `street` is the id of its street. */
export interface CommunityProperties extends Labelled {
  code: string
  name: string
  nameEn: string | null
  street: number
}
export type CommunityMap = FeatureCollection<MultiPolygon, CommunityProperties>

/** A leaf grid in force; `deviation` and `tolerance` are shares of `target`, the target households. */
export interface GridProperties extends Labelled {
  code: string
  name: string
  community: number
  households: number
  target: number
  deviation: number
  tolerance: number
}
export type GridMap = FeatureCollection<MultiPolygon, GridProperties>

/** Returns the base map of the district that an area lies in. */
export async function readBaseMap(client: Client, areaId: number): Promise<BaseMap> {
  return answer(await client.rpc('base_map', { area: areaId })) as unknown as BaseMap
}

/** Returns the communities of an area with their borders. */
export async function readCommunityMap(client: Client, areaId: number): Promise<CommunityMap> {
  return answer(await client.rpc('communities_map', { area: areaId })) as unknown as CommunityMap
}

/** Returns the leaf grids in force in an area; empty where no plan has been published. */
export async function readGridMap(client: Client, areaId: number): Promise<GridMap> {
  return answer(await client.rpc('grids_map', { area: areaId })) as unknown as GridMap
}

/** Returns the label points of a map made by one of the above, with the properties of their areas. */
export function labelPoints<P extends Labelled>(
  areas: FeatureCollection<MultiPolygon, P>,
): FeatureCollection<Point, P> {
  const features = areas.features.map(({ properties }): Feature<Point, P> => {
    const coordinates = [properties.labelLng, properties.labelLat]
    return { type: 'Feature', properties, geometry: { type: 'Point', coordinates } }
  })
  return { type: 'FeatureCollection', features }
}
