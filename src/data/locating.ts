import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'

/** An area as a place names it. */
export interface PlaceArea {
  id: number
  code: string
  name: string
  nameEn: string | null
}

/** A grid in force; `code` has as many digits as its scheme says. */
export interface PlaceGrid {
  id: number
  code: string
  name: string
  levelName: string
  levelNameEn: string
}

/** A post of a grid. */
export interface PlacePost {
  post: string
  postName: string
  postNameEn: string
}

/** Who answers for a place today. */
export interface PlacePerson extends PlacePost {
  id: number
  name: string
  organisation: string
  workTelephone: string
}

/** What a position inside a community belongs to. Without a plan in force there is no grid and nobody. */
export interface Place {
  community: PlaceArea
  street: PlaceArea
  grid: PlaceGrid | null
  upperGrid: PlaceGrid | null
  /** On duty; exclusive posts first, then shared ones, then those of the upper grid. */
  person: PlacePerson | null
  /** Exclusive posts of the grid that nobody holds. */
  vacancies: PlacePost[]
  offDuty: (PlacePost & { name: string })[]
}

/** Returns what a position (WGS84, degrees) belongs to, or null outside every community that the person may see. */
export async function locate(client: Client, lng: number, lat: number): Promise<Place | null> {
  const found = answer(await client.rpc('locate', { lng, lat })) as unknown as Place | { community: null }
  return found.community ? found : null
}
