import type { Feature, FeatureCollection, MultiPolygon, Point } from 'geojson'
import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import { baseMap, type baseProperties, communitiesMap, compoundsMap, gridsMap } from '../contracts/maps'
import type { AreaId } from '../../lib/ids'

/** A feature of the base map. `class` is trunk, primary, secondary, local or path for roads. */
export type BaseProperties = Shape<typeof baseProperties>
export type BaseMap = AnswerOf<typeof baseMap>

/** What a border is drawn with and where its label stands, in degrees. */
interface Labelled {
  id: number
  labelLng: number
  labelLat: number
}

/** The communities of a map; `street` is the id of a community's street. */
export type CommunityMap = AnswerOf<typeof communitiesMap>

/** The compounds of a map that have a border. */
export type CompoundMap = AnswerOf<typeof compoundsMap>

/** Leaf grids in force on a day; `deviation` and `tolerance` are shares of `target`, the target households; null for a dedicated grid. */
export type GridMap = AnswerOf<typeof gridsMap>

/** Returns the base map of the district that an area lies in. */
export async function readBaseMap(client: Client, areaId: AreaId): Promise<BaseMap> {
  return ask(client, baseMap, { area: areaId })
}

/** Returns the communities of an area with their borders. */
export async function readCommunityMap(client: Client, areaId: AreaId): Promise<CommunityMap> {
  return ask(client, communitiesMap, { area: areaId })
}

/** Returns the compounds of an area that have a border; none for whoever reads no compounds. */
export async function readCompoundMap(client: Client, areaId: AreaId): Promise<CompoundMap> {
  return ask(client, compoundsMap, { area: areaId })
}

/** Returns the leaf grids in force in an area on a day (`YYYY-MM-DD`; today where none is given); empty where none were. */
export async function readGridMap(client: Client, areaId: AreaId, day?: string): Promise<GridMap> {
  return ask(client, gridsMap, { area: areaId, ...(day && { day }) })
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
