import type { Enum } from '../lib/database'
import type { Client } from '../lib/supabase'
import type { AreaId } from '../lib/ids'
import { everyRow } from './every-row'

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
  /** A template in whose place the district has one of its own, or one that another wording took the place of: older cases have it, new ones can't. */
  isReplaced: boolean
  deadlines: Deadline[]
}

/**
 * Returns every category that a case of a district may have, by code: its own, and all templates, retired and replaced
 * ones included, so that no case loses its name.
 */
export async function listCategories(client: Client, districtId: AreaId): Promise<Category[]> {
  const rows = await everyRow((from, to) =>
    client
      .from('categories')
      .select(
        'id, district_id, code, name, name_en, grid_only, retired, valid_until, category_deadlines (clock, amount, unit)',
      )
      .or(`district_id.is.null,district_id.eq.${districtId}`)
      .order('code')
      .order('id')
      .range(from, to),
  )
  const own = new Set(rows.filter(({ district_id }) => district_id !== null).map(({ code }) => code))
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    nameEn: row.name_en,
    isGridOnly: row.grid_only,
    isRetired: row.retired,
    isReplaced: row.valid_until !== null || (row.district_id === null && own.has(row.code)),
    deadlines: row.category_deadlines,
  }))
}

/** Returns those that stand for their code today, retired ones included: one for each code. */
export function currentCategories(categories: readonly Category[]): Category[] {
  return categories.filter(({ isReplaced }) => !isReplaced)
}
