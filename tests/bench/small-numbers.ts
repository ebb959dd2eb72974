/**
 * `npm run -s bench:small-numbers`: an attacker draws 10,000 sets (BENCH_SETS) of fifty answers about protected cases, each as a
 * viewer is told and as it would be without rounding, and solves for what lies behind. One JSON line per figure with its bar.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom, nextInteger } from '../../geo/partition/random'
import { openBackend } from '../../supabase/local/backend'
import type { Database } from '../../supabase/local/database/types'
import { readKeys } from '../../supabase/local/folder/folder'
import {
  type Answer,
  type Cell,
  drawQuestion,
  pinnedCells,
  type Question,
  ROUNDED,
} from '../support/attacker'
import { startCluster } from '../support/cluster'

const SETS = Number(process.env.BENCH_SETS ?? 10_000)
/** Questions that sets are drawn from: each is asked of the database once. */
const QUESTIONS = 600
const CODES = ['1001', '1002', '1101', '1102']
const MONTHS = ['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01']
const seeds = createRandom(18)
const random = () => (nextInteger(seeds) >>> 0) / 2 ** 32

async function seed(database: Database): Promise<void> {
  await database.exec('create extension if not exists pgtap with schema extensions')
  await database.exec(await readFile(new URL('../../supabase/tests/helpers.sql', import.meta.url), 'utf8'))
  await database.exec(`
    select tests.create_district('990101');
    select tests.create_user('a viewer'), tests.create_user('a leader');
    select tests.grant_role('a viewer', 'viewer', '990101'), tests.grant_role('a leader', 'leader', '990101');
    insert into public.incidents (district_id, number, category_id, community_id, position, state, reported_at, accepted_at, filed_at, resolved_at, closed_at)
    select a.district_id, a.code || c.code || m || '-' || n, c.id, a.id, extensions.st_pointonsurface(a.boundary),
      (case when n % 5 = 4 then 'rejected' when n % 2 = 1 then 'reported' else 'closed' end)::public.incident_state, r.at, done.at, done.at, done.at + interval '4 days', done.at + interval '5 days'
    from public.areas a join public.categories c on c.district_id is null and c.code = any ('{${CODES.join()}}')
    cross join generate_series(1, ${MONTHS.length}) m
    cross join lateral generate_series(1, ((a.id * 3 + c.id * 5 + m * 7) % 9)::integer) n
    cross join lateral make_timestamptz(2025, m, 1 + n, 12, 0, 0, 'Asia/Shanghai') r (at)
    cross join lateral (select case when n % 5 <> 4 and n % 2 = 0 then r.at end) done (at)
    where a.kind = 'community' and a.code like '990101%'`)
}

async function answersOf(
  database: Database,
  who: string,
  questions: readonly Question[],
  district: number,
): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const question of questions) {
    const { measure, less, firstDay, lastDay } = question
    const asked = less ? [measure, less] : [measure]
    const [{ values }] = await database.query<{ values: Record<string, [number, null]> | null }>(
      `select public.indicator_table(${question.community ?? district}, '{${asked.join()}}', 'district', '${firstDay}', '${lastDay}',
        '${JSON.stringify({ categories: question.categories })}') #> '{units,0,values}' as values from tests.as('${who}')`,
    )
    const of = (code: string) => values?.[code]?.[0] ?? 0
    answers.push({ question, cases: of(measure) - (less ? of(less) : 0) })
  }
  return answers
}

function print(name: string, value: number, unit: string, bar: number | null = null): void {
  console.log(JSON.stringify({ name, value, unit, bar }))
}

async function attack(cells: readonly Cell[], told: readonly Answer[], exact: readonly Answer[]) {
  let [pinned, without] = [0, 0]
  for (let set = 0; set < SETS; set++) {
    const drawn = Array.from({ length: 50 }, () => Math.floor(random() * told.length))
    const of = (answers: readonly Answer[]) => [...new Set(drawn)].map((at) => answers[at])
    if ((await pinnedCells(cells, of(told), ROUNDED, 1)).length > 0) pinned++
    if ((await pinnedCells(cells, of(exact), 0, 1)).length > 0) without++
  }
  print('sets', SETS, 'sets')
  print('sets that pin a cell', pinned, 'sets', 0)
  print('sets that pin a cell without rounding', without, 'sets')
}

const cluster = await startCluster()
const folder = await mkdtemp(join(tmpdir(), 'gridward-bench-'))
try {
  const { database } = await openBackend(folder, await readKeys(folder), cluster.url)
  try {
    await seed(database)
    const areas = await database.query<{ id: number; kind: string }>(
      `select a.id::integer as id, a.kind::text as kind from public.areas a where a.code like '990101%'`,
    )
    const district = areas.find(({ kind }) => kind === 'district')!.id
    const communities = areas.filter(({ kind }) => kind === 'community').map(({ id }) => id)
    const cells = communities.flatMap((community) =>
      CODES.flatMap((category) => MONTHS.map((month) => ({ community, category, month }))),
    )
    const questions = Array.from({ length: QUESTIONS }, () =>
      drawQuestion(random, communities, CODES, MONTHS),
    )
    print('cells', cells.length, 'cells')
    await attack(
      cells,
      await answersOf(database, 'a viewer', questions, district),
      await answersOf(database, 'a leader', questions, district),
    )
  } finally {
    await database.close()
  }
} finally {
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
}
