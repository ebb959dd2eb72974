import type { Client } from '../../lib/supabase'
import { ask, type Shape } from '../contracts/contract'
import { locate as locateAt, type place } from '../contracts/places'

/** What a position inside a community belongs to. Without a plan in force there is no grid and nobody. */
export type Place = Shape<typeof place>

/** Returns what a position (WGS84, degrees) belongs to, or null outside every community that the person may see. */
export async function locate(client: Client, lng: number, lat: number): Promise<Place | null> {
  const found = await ask(client, locateAt, { lng, lat })
  return found.community ? found : null
}
