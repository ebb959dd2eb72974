import * as v from 'valibot'
import { contract } from './contract'
import {
  areaId,
  categoryId,
  day,
  list,
  moment,
  optional,
  orNull,
  shape,
  text,
  truth,
  uuid,
  whole,
} from './shapes'
import { deadlineUnit, incidentClock } from './enums'

/** How long a clock may run. */
export const categoryDeadline = shape({ clock: incidentClock, amount: v.number(), unit: deadlineUnit })

/** A category as a district has or had it. */
export const districtCategory = shape({
  id: categoryId,
  code: text,
  name: text,
  nameEn: text,
  gridOnly: truth,
  retired: truth,
  isTemplate: truth,
  /** It stands for its code today; others are former wordings that cases still have. */
  isCurrent: truth,
  approvedBy: text,
  approval: text,
  approvedSince: orNull(day),
  approvedUntil: orNull(day),
  approvalEnded: truth,
  validSince: orNull(moment),
  validUntil: orNull(moment),
  cameFrom: orNull(categoryId),
  /** How many cases of the district have it. */
  cases: whole,
  deadlines: list(categoryDeadline),
})

const contentEntries = {
  name: text,
  nameEn: text,
  gridOnly: truth,
  approvedBy: text,
  approval: text,
  deadlines: list(categoryDeadline),
}

/** What is written of a category; `code` only for a new one. `was`: as it was read. */
export const categoryContent = v.object({
  ...contentEntries,
  code: optional(text),
  approvedSince: text,
  approvedUntil: text,
  was: optional(shape({ ...contentEntries, approvedSince: orNull(day), approvedUntil: orNull(day) })),
})

const part = v.object({ code: text, name: text, nameEn: text })

export const categoryList = contract('category_list', { district: areaId }, list(districtCategory))
export const saveCategory = contract(
  'save_category',
  { district: areaId, category: orNull(categoryId), content: categoryContent, client_key: optional(uuid) },
  categoryId,
)
export const retireCategory = contract(
  'retire_category',
  { district: areaId, category: categoryId, retired: truth },
  v.nullish(v.literal('')),
)
export const splitCategory = contract(
  'split_category',
  { district: areaId, category: categoryId, parts: list(part), client_key: optional(uuid) },
  list(categoryId),
)
