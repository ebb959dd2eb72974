import type { Enum } from '../lib/database'
import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'

export type IncidentClock = Enum<'incident_clock'>
export type DeadlineUnit = Enum<'deadline_unit'>

/** How long a clock may run. */
export interface Deadline {
  clock: IncidentClock
  amount: number
  unit: DeadlineUnit
}

/** A category of incidents; two digits are a class, four a category of that class. */
export interface Category {
  id: number
  code: string
  name: string
  nameEn: string
  /** Welfare and mediation: shown to onlookers at the grid, never at the address. */
  isGridOnly: boolean
  isRetired: boolean
  deadlines: Deadline[]
}

/** Returns the categories of a district by code, retired ones included: its own, and templates it has not replaced. */
export async function listCategories(client: Client, districtId: number): Promise<Category[]> {
  const rows = answer(
    await client
      .from('categories')
      .select(
        'id, district_id, code, name, name_en, grid_only, retired, category_deadlines (clock, amount, unit)',
      )
      .or(`district_id.is.null,district_id.eq.${districtId}`)
      .order('code'),
  )
  const own = new Set(rows.filter(({ district_id }) => district_id !== null).map(({ code }) => code))
  return rows
    .filter(({ district_id, code }) => district_id !== null || !own.has(code))
    .map((row) => ({
      id: row.id,
      code: row.code,
      name: row.name,
      nameEn: row.name_en,
      isGridOnly: row.grid_only,
      isRetired: row.retired,
      deadlines: row.category_deadlines,
    }))
}
