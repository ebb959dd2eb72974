import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { createRandom, nextInteger } from '../../geo/partition/random'
import { listCategories } from '../../src/data/categories'
import { readIndicatorTable } from '../../src/data/indicators'
import type { Client } from '../../src/lib/supabase'
import {
  type Answer,
  type Cell,
  drawQuestion,
  isOfWholeMonths,
  pinnedCells,
  type Question,
  ROUNDED,
} from '../support/attacker'
import { dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict, type TestDistrict } from './support/district'

/**
 * An attacker asks fifty questions about welfare and mediation, of several indicators, their differences and months that are cut,
 * and solves for what lies behind the answers. The leader of
 * the street is told exact counts: what the attacker would learn were they not rounded. `npm run -s bench:small-numbers` asks more.
 */
const SETS = 3
const CODES = ['1001', '1002', '1101', '1102']
const MONTHS = ['2025-01-01', '2025-02-01', '2025-03-01']

let district: TestDistrict
let cells: Cell[]
let viewer: Client
let leader: Client
const seeds = createRandom(18)
const random = () => (nextInteger(seeds) >>> 0) / 2 ** 32

beforeAll(async () => {
  district = await makeDistrict(52.5)
  const categories = await listCategories(await signIn('admin'), district.districtId)
  cells = district.communityIds.flatMap((community) =>
    CODES.flatMap((category) => MONTHS.map((month) => ({ community, category, month }))),
  )
  const rows = cells.flatMap(({ community, category, month }, at) =>
    Array.from({ length: (at * 7) % 6 }, (_, n) => ({
      district_id: district.districtId,
      community_id: community,
      category_id: categories.find(({ code }) => code === category)!.id,
      number: `small-${at}-${n}`,
      client_key: randomUUID(),
      position: `SRID=4326;POINT(${community === district.communityIds[0] ? 113.005 : 113.015} 52.505)`,
      ...lifeOf(month, n),
    })),
  )
  dataOf(await serviceClient().from('incidents').insert(rows).select('id'))
  ;[viewer, leader] = [await signIn('viewer'), await signIn('leader')]
}, 240_000)

/** Of five cases one is refused, two are closed five days later, two are new. */
function lifeOf(month: string, n: number) {
  const on = (day: number) => `${month.slice(0, 8)}${day}T04:00:00Z`
  const reported = { reported_at: on(10 + n), accepted_at: null, filed_at: null, resolved_at: null, closed_at: null } // prettier-ignore
  if (n % 5 === 4) return { ...reported, state: 'rejected' as const }
  if (n % 2 === 1) return { ...reported, state: 'reported' as const }
  return {
    ...reported,
    state: 'closed' as const,
    accepted_at: on(10 + n),
    filed_at: on(10 + n),
    resolved_at: on(14 + n),
    closed_at: on(15 + n),
  }
}

async function answerOf(client: Client, question: Question): Promise<Answer> {
  const { measure, less, firstDay, lastDay } = question
  const area = question.community ?? district.streetId
  const asked = less ? [measure, less] : [measure]
  const { units } = await readIndicatorTable(
    client,
    area,
    asked,
    'district',
    { firstDay, lastDay },
    {
      categories: [...question.categories],
    },
  )
  const of = (code: string) => units[0].values[code]?.[0] ?? 0
  return { question, cases: of(measure) - (less ? of(less) : 0) }
}

test('fifty answers pin no cell, and do where nothing is rounded', async () => {
  const questions = Array.from({ length: 60 }, () =>
    drawQuestion(random, district.communityIds, CODES, MONTHS),
  )
  const told: Answer[] = []
  const exact: Answer[] = []
  for (const question of questions) {
    told.push(await answerOf(viewer, question))
    exact.push(await answerOf(leader, question))
  }
  let found = 0
  for (let set = 0; set < SETS; set++) {
    const drawn = questions.map((_, at) => ({ at, order: random() })).sort((a, b) => a.order - b.order)
    const fifty = <T>(answers: T[]) => drawn.slice(0, 50).map(({ at }) => answers[at])
    expect(await pinnedCells(cells, fifty(told), ROUNDED)).toEqual([])
    if ((await pinnedCells(cells, fifty(exact), 0, 1)).length > 0) found++
  }
  expect(found).toBe(SETS)
  const whole = told.filter(({ question }) => isOfWholeMonths(question))
  expect(whole.every(({ cases }) => cases % 5 === 0)).toBe(true)
  // All kinds of questions were asked.
  expect(whole.length).toBeLessThan(told.length)
  expect(new Set(questions.map(({ measure, less }) => `${measure} ${less ?? ''}`)).size).toBeGreaterThan(6)
  expect(told).not.toEqual(exact)
}, 240_000)
