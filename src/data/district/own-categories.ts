import type { Client } from '../../lib/supabase'
import {
  type categoryContent,
  categoryList,
  type districtCategory,
  retireCategory as retire,
  saveCategory as save,
  splitCategory as split,
} from '../contracts/categories'
import { ask, type Shape } from '../contracts/contract'
import type { AreaId, CategoryId } from '../../lib/ids'
import { asRead } from '../as-read'

/** A category as a district has or had it, with its deadlines, its approval and its cases. */
export type DistrictCategory = Shape<typeof districtCategory>
/** What is written of a category. */
export type CategoryContent = Omit<Shape<typeof categoryContent>, 'was'>
const NAME_FIELDS = ['name', 'nameEn', 'gridOnly', 'deadlines'] as const
const APPROVAL_FIELDS = ['approvedBy', 'approval', 'approvedSince', 'approvedUntil'] as const

/** Returns every category that a district has, had, or has cases of, by code. Throws `not-allowed`. */
export async function listDistrictCategories(client: Client, district: AreaId): Promise<DistrictCategory[]> {
  return ask(client, categoryList, { district })
}

/**
 * Adds a category (`read` null) or changes one as it was read, and returns the id of the row that stands for the code from now on: cases
 * keep what they had. Throws `changed-since`, `code-malformed`, `code-taken`, `class-unknown`, `name-missing`,
 * `dates-reversed`, `deadline-wrong`.
 */
export async function saveCategory(
  client: Client,
  district: AreaId,
  read: DistrictCategory | null,
  content: CategoryContent,
  key?: string,
): Promise<number> {
  const said = read ? { ...content, was: asRead(read, ...NAME_FIELDS, ...APPROVAL_FIELDS) } : content
  return ask(client, save, { district, category: read?.id ?? null, content: said, client_key: key })
}

/** Takes a category off the list for new cases, or puts it back. Throws `changed-since`, `class-retired`. */
export async function retireCategory(
  client: Client,
  district: AreaId,
  category: CategoryId,
  retired: boolean,
): Promise<void> {
  await ask(client, retire, { district, category, retired })
}

/** Puts several categories in the place of one and returns their ids. Throws `changed-since`, `code-taken`, `name-missing`. */
export async function splitCategory(
  client: Client,
  district: AreaId,
  category: CategoryId,
  parts: { code: string; name: string; nameEn: string }[],
  key?: string,
): Promise<number[]> {
  return ask(client, split, { district, category, parts, client_key: key })
}
