import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'
import type { AreaId } from '../lib/ids'

/** What a district says of itself. */
export interface DistrictSettings {
  /** Where residents reach the service, http(s)://…; empty: at the address of the page. */
  publicAddress: string
}

/** Returns what a district says of itself; the defaults where it has said nothing. */
export async function readDistrictSettings(client: Client, districtId: AreaId): Promise<DistrictSettings> {
  const rows = answer(
    await client.from('district_settings').select('public_address').eq('district_id', districtId),
  )
  return { publicAddress: rows[0]?.public_address ?? '' }
}
