import * as v from 'valibot'
import { contract } from './contract'
import {
  areaId,
  day,
  id,
  list,
  moment,
  nothing,
  number,
  optional,
  orNull,
  shape,
  text,
  uuid,
  whole,
} from './shapes'

const taskState = v.picklist(['asked', 'accepted', 'refused', 'ended'])

/** A task that an office hands down to communities. */
export const handedTask = shape({
  id,
  /** Whose communities do it. */
  areaId: areaId,
  name: text,
  class: text,
  demandedBy: text,
  ground: text,
  timesAYear: number,
  /** Hours in one community each time. */
  hoursEach: number,
  /** Hours of all communities in a year. */
  hoursAYear: number,
  state: taskState,
  reason: text,
  since: orNull(day),
  until: orNull(day),
  decidedAt: orNull(moment),
  decidedBy: text,
  version: whole,
})

/** What the accepted tasks cost a community. */
const communityBurden = shape({
  communityId: areaId,
  code: text,
  name: text,
  nameEn: orNull(text),
  tasks: whole,
  /** Hours a year. */
  hours: number,
  /** Who serves on a post of its grids in force. */
  officers: whole,
  hoursPerOfficer: orNull(number),
})

const taskContent = v.object({
  areaId: areaId,
  name: text,
  class: text,
  demandedBy: text,
  ground: text,
  timesAYear: v.number(),
  hoursEach: v.number(),
  since: text,
  until: text,
})

export const taskRegister = contract(
  'task_register',
  { district: areaId },
  shape({ tasks: list(handedTask), burden: list(communityBurden), today: day }),
)
export const saveHandedTask = contract(
  'save_handed_task',
  {
    district: areaId,
    task: orNull(id),
    version: orNull(whole),
    content: taskContent,
    client_key: optional(uuid),
  },
  id,
)
export const decideHandedTask = contract(
  'decide_handed_task',
  { district: areaId, task: id, version: whole, state: taskState, reason: optional(text) },
  nothing,
)
