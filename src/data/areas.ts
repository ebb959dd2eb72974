import type { Enum, Row } from '../lib/database'
import type { Client } from '../lib/supabase'
import type { AreaId } from '../lib/ids'
import { everyRow } from './every-row'

export type AreaKind = Enum<'area_kind'>

/** An area of the tree district → street → community; `code` has 6, 9 or 12 digits. */
export interface Area {
  id: number
  kind: AreaKind
  code: string
  name: string
  /** The name in English where one was given. */
  nameEn: string | null
  parentId: number | null
  districtId: AreaId
}

type AreaRow = Pick<Row<'areas'>, 'id' | 'kind' | 'code' | 'name' | 'name_en' | 'parent_id' | 'district_id'>

/** Returns every area of the districts that the signed-in person belongs to, by code. One call a thousand areas. */
export async function listAreas(client: Client): Promise<Area[]> {
  const columns = 'id, kind, code, name, name_en, parent_id, district_id'
  const rows = await everyRow((from, to) =>
    client.from('areas').select(columns).order('code').range(from, to),
  )
  return rows.map(toArea)
}

/**
 * Returns by which time zone each district that the signed-in person belongs to counts its days; districts without a
 * calendar of their own by that of null.
 */
export async function readTimeZones(client: Client): Promise<ReadonlyMap<AreaId | null, string>> {
  const rows = await everyRow((from, to) =>
    client.from('calendars').select('district_id, time_zone').order('id').range(from, to),
  )
  return new Map(rows.map(({ district_id, time_zone }) => [district_id, time_zone]))
}

function toArea({ name_en, parent_id, district_id, ...row }: AreaRow): Area {
  return { ...row, nameEn: name_en, parentId: parent_id, districtId: district_id }
}
