import type { Client } from '../lib/supabase'
import { type AnswerOf, ask } from './contracts/contract'
import {
  assessment,
  bulletin,
  integritySigns,
  publishAssessment as publishAssessed,
  publishBulletin as publishBulletinOf,
  saveAssessmentWeights,
  signRows,
} from './contracts/indicators'
import type { Period } from './indicators'
import type { AreaId } from '../lib/ids'

/** The bulletin of an area over a period, as counted now and as published. */
export type Bulletin = AnswerOf<typeof bulletin>
/** What is assessed: units, never persons. */
export const ASSESSED = ['street', 'community', 'department'] as const
export type AssessedUnit = (typeof ASSESSED)[number]
/** One that was published, and what was before. */
export type Editions = Pick<Bulletin, 'isOver' | 'mayPublish' | 'editions'> & {
  published: { edition: number } | null
}
/** Units assessed over a period, as counted now and as published. */
export type Assessment = AnswerOf<typeof assessment>
/** Signs that figures may be made rather than earned. */
export type IntegritySigns = AnswerOf<typeof integritySigns>

/** Returns the bulletin of an area over a period. Throws `not-allowed`, `period-wrong`. */
export async function readBulletin(client: Client, areaId: AreaId, period: Period): Promise<Bulletin> {
  return ask(client, bulletin, { area: areaId, first_day: period.firstDay, last_day: period.lastDay })
}

/**
 * Publishes the bulletin of a period that is over, as counted now; a later edition says why. Throws `not-allowed`,
 * `period-not-over`, `reason-required`, `nothing-to-correct`.
 */
export async function publishBulletin(
  client: Client,
  areaId: AreaId,
  { firstDay: first_day, lastDay: last_day }: Period,
  reason: string,
  key: string,
) {
  return ask(client, publishBulletinOf, { area: areaId, first_day, last_day, reason, client_key: key })
}

/** Returns streets, communities or departments assessed over a period. Throws `not-allowed`, `unit-unknown`, `period-wrong`. */
export async function readAssessment(
  client: Client,
  areaId: AreaId,
  unit: AssessedUnit,
  { firstDay: first_day, lastDay: last_day }: Period,
): Promise<Assessment> {
  return ask(client, assessment, { area: areaId, unit, first_day, last_day })
}

/**
 * Publishes the assessment of a period that is over, as counted now; a later edition says why. Throws `not-allowed`,
 * `period-not-over`, `reason-required`, `nothing-to-correct`.
 */
export async function publishAssessment(
  client: Client,
  areaId: AreaId,
  unit: AssessedUnit,
  { firstDay: first_day, lastDay: last_day }: Period,
  reason: string,
  key: string,
) {
  return ask(client, publishAssessed, { area: areaId, unit, first_day, last_day, reason, client_key: key })
}

/**
 * Lays down how much each rate counts in the assessment of a district, above 0 and at most 100; none: as districts begin. `was` are
 * the weights that are changed. Throws `not-allowed`, `changed-since`, `indicator-unknown`, `weight-wrong`.
 */
export async function saveWeights(
  client: Client,
  district: AreaId,
  was: Assessment['weights'],
  weights: Assessment['weights'],
): Promise<void> {
  await ask(client, saveAssessmentWeights, { district, was, weights })
}

/** Returns the signs of an area over a period. Throws `not-allowed`, `period-wrong`. */
export async function readSigns(client: Client, areaId: AreaId, period: Period): Promise<IntegritySigns> {
  return ask(client, integritySigns, { area: areaId, first_day: period.firstDay, last_day: period.lastDay })
}

/** Returns the cases that show a sign in a community, the newest first. Throws `not-allowed`, `period-wrong`. */
export async function readSignRows(
  client: Client,
  areaId: AreaId,
  sign: string,
  community: AreaId,
  { firstDay: first_day, lastDay: last_day }: Period,
) {
  return ask(client, signRows, { area: areaId, sign, community, first_day, last_day })
}
