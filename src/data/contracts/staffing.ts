import * as v from 'valibot'
import { contract } from './contract'
import {
  areaId,
  assignmentId,
  day,
  gridRowId,
  id,
  list,
  number,
  optional,
  orNull,
  personId,
  postId,
  shape,
  text,
  truth,
  uuid,
  whole,
} from './shapes'

const clientKey = optional(uuid)

/** What a post is asked for on: each grid, so many households, each community, or the district. */
export const postBasis = v.picklist(['grid', 'households', 'community', 'district'])
/** What the allowance of a post is paid for, each month. */
export const payPer = v.picklist(['month', 'household', 'grid'])

/** The terms of a post beside how many there are. */
export const termEntries = {
  basis: postBasis,
  basisHouseholds: orNull(whole),
  /** Of a shared post: up to how many grids one person serves; they count once. */
  span: orNull(whole),
  voluntary: truth,
  payPer,
}

/** A post with how many people it needs in an area on a day, how many hold it, and the least pay of all in yuan a month. */
export const boardPost = shape({
  id: postId,
  level: whole,
  code: text,
  name: text,
  nameEn: text,
  perGrid: whole,
  exclusive: truth,
  ...termEntries,
  yuanMonth: orNull(number),
  required: whole,
  filled: whole,
  pay: orNull(number),
})

/** Where a post is held: on a grid, or in an area. */
export const boardPlace = shape({
  post: postId,
  grid: orNull(gridRowId),
  area: orNull(areaId),
  wanted: whole,
})

const boardGrid = shape({
  id: gridRowId,
  code: orNull(text),
  name: text,
  level: whole,
  community: areaId,
  households: whole,
})

/** Somebody on a post; `until`: the first day no longer. */
export const boardHolder = shape({
  id: assignmentId,
  post: postId,
  grid: orNull(gridRowId),
  area: orNull(areaId),
  person: personId,
  name: text,
  since: day,
  until: orNull(day),
  /** Who stands in on the day. */
  standIn: orNull(text),
  isOnDuty: truth,
})

export const staffingBoard = contract(
  'staffing_board',
  { area: areaId, day: optional(day) },
  shape({
    day,
    posts: list(boardPost),
    places: list(boardPlace),
    grids: list(boardGrid),
    held: list(boardHolder),
    doubles: list(shape({ person: personId, name: text, assignments: list(assignmentId) })),
  }),
)

/** Days as `YYYY-MM-DD`, judged by the database. */
export const assignPerson = contract(
  'assign_person',
  {
    person: personId,
    post: postId,
    place: shape({ grid: orNull(gridRowId), area: orNull(areaId) }),
    since: text,
    until: optional(text),
    client_key: clientKey,
  },
  shape({ id }),
)

export const changeAssignment = contract(
  'change_assignment',
  {
    assignment: assignmentId,
    since: text,
    until: text,
    client_key: clientKey,
    /** As it was read. */
    was: optional(shape({ since: day, until: orNull(day) })),
  },
  shape({ id }),
)

export const removeAssignment = contract(
  'remove_assignment',
  { assignment: assignmentId, client_key: clientKey },
  shape({ id }),
)
