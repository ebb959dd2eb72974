import { sendOnce } from '../../lib/intent-key'
import type { Client } from '../../lib/supabase'
import { asRead } from '../as-read'
import { ask, type Shape } from '../contracts/contract'
import {
  changeScheme as change,
  createScheme as create,
  listSchemes as listOf,
  removeScheme as remove,
  type scheme,
  type schemeLevel,
  type schemePost,
  type schemeRule,
} from '../contracts/plans/schemes'
import type { AreaId, SchemeId } from '../../lib/ids'
import { payPer, postBasis } from '../contracts/staffing'

export type SchemePost = Shape<typeof schemePost>
/** What a post can be asked for on, and what its allowance can be paid for each month. */
export const POST_BASES: readonly SchemePost['basis'][] = postBasis.options
export const PAY_PER: readonly SchemePost['payPer'][] = payPer.options

/** A level of a scheme; 1 is the upper one. */
export type SchemeLevel = Shape<typeof schemeLevel>

/** The rule by which grids are drawn. */
export type Scheme = Shape<typeof scheme>

/** Returns the posts that are held on each grid, not in a community or the district. */
export function postsOfGrid(posts: readonly SchemePost[]): SchemePost[] {
  return posts.filter(({ basis }) => basis === 'grid')
}

/** Returns the four templates and the schemes of a district. */
export async function listSchemes(client: Client, districtId: AreaId): Promise<Scheme[]> {
  return ask(client, listOf, { district: districtId })
}

/** What a scheme says, for making or changing it; a blank English name becomes the Chinese one. */
export type SchemeRule = Omit<Shape<typeof schemeRule>, 'was'>
const RULE_FIELDS = ['name', 'nameEn', 'tolerance', 'codeDigits', 'shares', 'levels'] as const

/** Makes a scheme of the district and returns its id; after a lost answer the same rule makes it once. Throws `not-allowed`, `upper-target-not-larger`. */
export async function createScheme(client: Client, districtId: AreaId, rule: SchemeRule): Promise<number> {
  return sendOnce(['create_scheme', districtId, rule], (key) =>
    ask(client, create, { district: districtId, rule, client_key: key }),
  )
}

/** Changes a scheme as it was read; posts that keep level and code stay the same. Throws `changed-since`, `scheme-in-use`, `scheme-is-template`, `scheme-not-yours`. */
export async function changeScheme(client: Client, read: Scheme, rule: SchemeRule): Promise<void> {
  const said = { ...rule, was: asRead(read, ...RULE_FIELDS) }
  await sendOnce(['change_scheme', read.id, said], (key) =>
    ask(client, change, { scheme: read.id, rule: said, client_key: key }),
  )
}

/** Removes a scheme that no plan uses. Throws `scheme-in-use`, `scheme-is-template`, `scheme-not-yours`. */
export async function removeScheme(client: Client, schemeId: SchemeId): Promise<void> {
  await ask(client, remove, { scheme: schemeId })
}
