import * as v from 'valibot'
import { contract } from '../contract'
import { termEntries } from '../staffing'
import {
  areaId,
  list,
  nothing,
  number,
  optional,
  orNull,
  postId,
  schemeId,
  shape,
  text,
  truth,
  uuid,
  whole,
} from '../shapes'

const postEntries = {
  code: text,
  name: text,
  nameEn: text,
  perGrid: number,
  /** A person on an exclusive post serves one grid only. */
  exclusive: truth,
  /** Least allowance in yuan a month, for what `payPer` says. */
  allowance: orNull(number),
  ...termEntries,
}
export const schemePost = shape({ id: postId, ...postEntries })

const levelEntries = {
  name: text,
  nameEn: text,
  /** Households per grid. */
  target: whole,
}
/** A level of a scheme; 1 is the upper one. */
export const schemeLevel = shape({ level: whole, ...levelEntries, posts: list(schemePost) })

/** How many plans use a scheme: those that hold it to its figures, and drafts in which nothing is drawn yet. */
export const schemeUse = shape({ plans: whole, drafts: whole })

/** Percent of a grid's load that cases, visits and ground make; households make the rest, at least 10. */
const loadShares = shape({ incidents: whole, visits: whole, area: whole })

const ruleEntries = {
  name: text,
  nameEn: text,
  /** Share of the target by which a grid may deviate. */
  tolerance: number,
  codeDigits: v.picklist([14, 15, 16, 20]),
  shares: loadShares,
}

/** The rule by which grids are drawn. */
export const scheme = shape({
  id: schemeId,
  code: text,
  isTemplate: truth,
  ...ruleEntries,
  note: text,
  noteEn: text,
  /** Null where the scheme is not the signed-in person's to change. */
  use: orNull(schemeUse),
  /** Upper level first; the last holds the buildings. */
  levels: list(schemeLevel),
})

/** What a scheme says, for making or changing it; a blank English name becomes the Chinese one. `was`: as it was read. */
export const schemeRule = shape({
  ...ruleEntries,
  /** Upper level first. */
  levels: list(shape({ ...levelEntries, posts: list(shape(postEntries)) })),
  was: optional(shape({ ...ruleEntries, levels: list(schemeLevel) })),
})

export const listSchemes = contract('list_schemes', { district: areaId }, list(scheme))
export const createScheme = contract(
  'create_scheme',
  { district: areaId, rule: schemeRule, client_key: optional(uuid) },
  schemeId,
)
export const changeScheme = contract(
  'change_scheme',
  { scheme: schemeId, rule: schemeRule, client_key: optional(uuid) },
  nothing,
)
export const removeScheme = contract('remove_scheme', { scheme: schemeId }, nothing)
