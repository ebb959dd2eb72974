import type { Position } from 'geojson'
import type { Extent } from '../../import/coordinates'
import type { Surroundings } from '../../import/questions/types'
import { answer } from '../../lib/errors'
import type { Client } from '../../lib/supabase'
import { readTimeZones } from '../areas'
import { currentCategories, listCategories } from '../categories'
import { readCommunityMap, type CommunityMap } from '../maps/basemap'

/** What a file is compared with before it is read: the borders that the district has already, and what a case may be. */
export interface ImportSurroundings extends Surroundings {
  map: CommunityMap
}

/** Returns what lies in a district into which a file is to go; nothing where it has no borders yet, or is not there. */
export async function readSurroundings(client: Client, districtCode: string): Promise<ImportSurroundings> {
  const query = client.from('areas').select('id').eq('kind', 'district').eq('code', districtCode)
  const [district] = answer(await query)
  const [map, zones, listed] = await Promise.all([
    district ? readCommunityMap(client, district.id) : null,
    readTimeZones(client),
    // A district that is to be made begins with what all have.
    listCategories(client, district?.id ?? 0),
  ])
  const categories = currentCategories(listed)
    .filter(({ isRetired }) => !isRetired)
    .map(({ code, name, nameEn }) => ({ code, name, nameEn }))
  const timeZone = zones.get(district?.id ?? null) ?? zones.get(null)
  if (!map || map.features.length === 0)
    return { map: { type: 'FeatureCollection', features: [] }, categories, timeZone }
  const bounded = map.features.filter(({ geometry }) => geometry as unknown)
  const communities = bounded.map(({ properties: { name, code }, geometry }) => ({
    name,
    code,
    polygons: geometry.coordinates,
  }))
  const extent = extentOf(communities.flatMap(({ polygons }) => polygons.flat(2)))
  return { map, categories, communities, timeZone, district: extent }
}

function extentOf(positions: Position[]): Extent {
  const extent: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of positions) {
    extent[0] = Math.min(extent[0], lng)
    extent[1] = Math.min(extent[1], lat)
    extent[2] = Math.max(extent[2], lng)
    extent[3] = Math.max(extent[3], lat)
  }
  return extent
}
