import type { AreaId } from '../../lib/ids'
import type { Client } from '../../lib/supabase'
import { everyRow } from '../every-row'

/** Where residents are served; degrees. */
export interface ServicePoint {
  id: number
  name: string
  nameEn: string | null
  address: string
  lng: number
  lat: number
}

/** A position as the interface of the database gives it. */
function positionOf(position: unknown): [number, number] | null {
  const { coordinates } = (position ?? {}) as { coordinates?: unknown }
  return Array.isArray(coordinates) ? [Number(coordinates[0]), Number(coordinates[1])] : null
}

/** Returns the service points of a district, by id. */
export async function readServicePoints(client: Client, districtId: AreaId): Promise<ServicePoint[]> {
  const columns = 'id, name, name_en, address, position'
  const rows = await everyRow((from, to) =>
    client.from('service_points').select(columns).eq('district_id', districtId).order('id').range(from, to),
  )
  return rows.flatMap(({ name_en: nameEn, position, ...row }) => {
    const at = positionOf(position)
    return at ? [{ ...row, nameEn, lng: at[0], lat: at[1] }] : []
  })
}
