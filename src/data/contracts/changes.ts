import * as v from 'valibot'
import { contract } from './contract'
import { memberRole } from './enums'
import { areaId, list, moment, optional, shape, uuid, whole } from './shapes'

/** What is read once and may change. */
export const TOPICS = ['areas', 'ground', 'plans', 'drafts', 'categories', 'settings', 'people'] as const

const versions = optional(whole)
/** For each topic of a district how often it was changed; a topic that never was is left out. */
const topicVersions = shape({
  areas: versions,
  ground: versions,
  plans: versions,
  drafts: versions,
  categories: versions,
  settings: versions,
  people: versions,
})

/** A role in an area. */
export const membership = shape({ role: memberRole, areaId: areaId })

/** Who asks, what they may at this moment, and what has changed: topics by the id of a district. */
export const changes = contract(
  'changes',
  {},
  shape({
    now: moment,
    person: uuid,
    memberships: list(membership),
    topics: v.record(v.string(), topicVersions),
  }),
)
