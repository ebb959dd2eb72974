import type { CodeDigits } from '../../geo/index'
import type { Json } from '../lib/database'
import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'

export interface SchemePost {
  id: number
  code: string
  name: string
  nameEn: string
  perGrid: number
  /** A person on an exclusive post serves one grid only. */
  exclusive: boolean
  /** Least allowance in yuan a month. */
  allowance: number | null
}

/** A level of a scheme; 1 is the upper one. */
export interface SchemeLevel {
  level: number
  name: string
  nameEn: string
  /** Households per grid. */
  target: number
  posts: SchemePost[]
}

/** How many plans use a scheme: those that hold it to its figures, and drafts in which nothing is drawn yet. */
export interface SchemeUse {
  plans: number
  drafts: number
}

/** The rule by which grids are drawn. */
export interface Scheme {
  id: number
  code: string
  isTemplate: boolean
  name: string
  nameEn: string
  /** Share of the target by which a grid may deviate. */
  tolerance: number
  codeDigits: CodeDigits
  note: string
  noteEn: string
  /** Null where the scheme is not the signed-in person's to change. */
  use: SchemeUse | null
  /** Upper level first; the last holds the buildings. */
  levels: SchemeLevel[]
}

/** Returns the four templates and the schemes of a district. */
export async function listSchemes(client: Client, districtId: number): Promise<Scheme[]> {
  return answer(await client.rpc('list_schemes', { district: districtId })) as unknown as Scheme[]
}

/** What a scheme says, for making or changing it; a blank English name becomes the Chinese one. */
export type SchemeRule = Pick<Scheme, 'name' | 'nameEn' | 'tolerance' | 'codeDigits'> & {
  /** Upper level first. */
  levels: (Pick<SchemeLevel, 'name' | 'nameEn' | 'target'> & { posts: Omit<SchemePost, 'id'>[] })[]
}

/** Makes a scheme of the district and returns its id. Throws `not-allowed`, `upper-target-not-larger`. */
export async function createScheme(client: Client, districtId: number, rule: SchemeRule): Promise<number> {
  return answer<number>(
    await client.rpc('create_scheme', { district: districtId, rule: rule as unknown as Json }),
  )
}

/** Changes a scheme; posts that keep level and code stay the same. Throws `scheme-in-use`, `scheme-is-template`, `scheme-not-yours`. */
export async function changeScheme(client: Client, schemeId: number, rule: SchemeRule): Promise<void> {
  answer(await client.rpc('change_scheme', { scheme: schemeId, rule: rule as unknown as Json }))
}

/** Removes a scheme that no plan uses. Throws `scheme-in-use`, `scheme-is-template`, `scheme-not-yours`. */
export async function removeScheme(client: Client, schemeId: number): Promise<void> {
  answer(await client.rpc('remove_scheme', { scheme: schemeId }))
}
