import type { Queries } from '../../database/types'
import type { District, Ring } from '../types'

/** Keys that the database gave to the areas of the demo district. */
export interface AreaKeys {
  district: number
  streets: number[]
  communities: number[]
}

/** A ring as the GeoJSON of a multipolygon with this one part. */
export const multiPolygon = (ring: Ring) => ({ type: 'MultiPolygon', coordinates: [[ring]] })

/** Adds the district with its streets and communities, and returns their keys. */
export async function seedAreas(queries: Queries, district: District): Promise<AreaKeys> {
  const [{ id }] = await queries.query<{ id: number | string }>(insertDistrict, [
    district.code,
    district.name,
    district.nameEn,
    JSON.stringify(multiPolygon(district.ring)),
  ])
  const districtKey = Number(id)
  await queries.query('update public.areas set district_id = $1::bigint where id = $1::bigint', [districtKey])
  const streets = await insertLevel(
    queries,
    'street',
    districtKey,
    district.streets.map((street) => ({
      ...street,
      parent: district.code,
      path: `${district.code}.${street.code}`,
    })),
  )
  const communities = await insertLevel(
    queries,
    'community',
    districtKey,
    district.communities.map((community) => {
      const street = district.streets[community.street].code
      return { ...community, parent: street, path: `${district.code}.${street}.${community.code}` }
    }),
  )
  return { district: districtKey, streets, communities }
}

const insertDistrict = `
  insert into public.areas (kind, code, name, name_en, district_id, path, boundary, source_id)
  values ('district', $1, $2, $3, 0, $1::text::extensions.ltree, extensions.st_geomfromgeojson($4::text), $1)
  returning id`

const insertAreas = `
  insert into public.areas (kind, code, name, parent_id, district_id, path, boundary, source_id)
  select $1::public.area_kind, a.code, a.name, p.id, $2::bigint, a.path::extensions.ltree,
    extensions.st_geomfromgeojson(a.boundary), a.code
  from jsonb_to_recordset($3::text::jsonb) a (code text, name text, parent text, path text, boundary jsonb)
  join public.areas p on p.code = a.parent
  order by a.code
  returning id, code`

async function insertLevel(
  queries: Queries,
  kind: 'street' | 'community',
  district: number,
  areas: { code: string; name: string; parent: string; path: string; ring: Ring }[],
): Promise<number[]> {
  const rows = areas.map(({ code, name, parent, path, ring }) => ({
    code,
    name,
    parent,
    path,
    boundary: multiPolygon(ring),
  }))
  const inserted = await queries.query<{ id: number | string; code: string }>(insertAreas, [
    kind,
    district,
    JSON.stringify(rows),
  ])
  const keys = new Map(inserted.map(({ id, code }) => [code, Number(id)]))
  return areas.map(({ code }) => keys.get(code)!)
}
