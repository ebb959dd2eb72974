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

/** The rule by which grids are drawn. */
export interface Scheme {
  id: number
  code: string
  isTemplate: boolean
  name: string
  nameEn: string
  /** Share of the target by which a grid may deviate. */
  tolerance: number
  codeDigits: 14 | 15 | 16 | 20
  note: string
  noteEn: string
  /** Upper level first; the last holds the buildings. */
  levels: SchemeLevel[]
}

/** Returns the four templates and the schemes of a district. */
export async function listSchemes(client: Client, districtId: number): Promise<Scheme[]> {
  return answer(await client.rpc('list_schemes', { district: districtId })) as unknown as Scheme[]
}

/** What a scheme made from a template changes. */
export interface SchemeFigures {
  name: string
  tolerance: number
  codeDigits: Scheme['codeDigits']
  /** Households per grid, upper level first. */
  targets: number[]
}

/** Makes a scheme of the district from a template, with other figures, and returns its id. Throws `not-allowed`. */
export async function createScheme(
  client: Client,
  districtId: number,
  templateId: number,
  scheme: SchemeFigures,
): Promise<number> {
  return answer<number>(
    await client.rpc('create_scheme', { district: districtId, template: templateId, scheme: { ...scheme } }),
  )
}
