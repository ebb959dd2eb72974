import type { Database, Queries } from '../database/types'
import { writeFact, readFact } from '../prepare/prepare'
import { createDistrict } from './district'
import { createIncidents } from './incidents'
import { seedAccounts } from './seed/accounts'
import { seedAreas } from './seed/areas'
import { firstDayAway, seedDepartments, seedOffices } from './seed/departments'
import { Handlers } from './seed/handlers'
import { seedIncidents } from './seed/incidents'
import { readClock, readDeadlines } from './seed/rules'
import { seedPlaces } from './seed/places'
import { seedPlans } from './seed/plans'
import { seedStaff, seedVisits, seedVolunteers } from './seed/staff'

/** The seed of the demo district that everybody sees. */
export const DEMO_SEED = 'demo'

/** Statistics that queries need at once: PGlite never gathers any by itself. A small sample tells enough. */
const analyze = (...tables: string[]) => `set local default_statistics_target = 30; analyze ${tables.join()}`

export interface DemoOptions {
  /** The moment at which the twelve months of cases end. */
  now: Date
  seed?: string
}

/**
 * Fills an empty, migrated database with the demo district, its staff, plans, cases and accounts, in one transaction.
 * The same seed and moment give the same content.
 */
export async function seedDemo(database: Database, { now, seed = DEMO_SEED }: DemoOptions): Promise<void> {
  const district = createDistrict(seed)
  await database.transaction(async (queries) => {
    await withoutTriggers(queries)
    const keys = await seedAreas(queries, district)
    const buildings = await seedPlaces(queries, district, keys)
    const plan = await seedPlans(queries, district, keys, buildings, now)
    await seedDepartments(queries, keys)
    await seedStaff(queries, seed, district, keys, plan)
    await seedAccounts(queries, keys)
    await queries.exec(
      analyze('areas', 'buildings', 'plan_communities', 'grids', 'grid_buildings', 'assignments', 'people'),
    )
    await seedVolunteers(queries, seed, district, keys, now)
    await seedOffices(queries, seed, keys, now)
    const handlers = await Handlers.read(queries, keys.district, firstDayAway(now))
    await seedVisits(queries, seed, district, keys, buildings, handlers, now)
    const incidents = createIncidents({
      seed,
      district,
      now: now.getTime(),
      clock: await readClock(queries, keys.district),
      deadlines: await readDeadlines(queries),
    })
    await seedIncidents(queries, keys.district, incidents, buildings, handlers)
    // The triggers that keep the tallies rested.
    await queries.exec('select private.recount_incidents(), private.recount_visits()')
    await queries.exec(analyze('incidents', 'incident_events', 'visits'))
    await writeFact(queries, 'demo')
  })
}

/** Tells whether the database holds the demo district, or will as soon as it is offered. */
export async function holdsDemo(database: Database, wanted: boolean): Promise<boolean> {
  if ((await readFact(database, 'demo')) !== undefined) return true
  return wanted && (await readFact(database, 'started')) === undefined
}

/**
 * Seeds the demo district if it is wanted and this database is being started for the first time; says whether the
 * database holds it.
 */
export async function offerDemo(
  database: Database,
  wanted: boolean,
  onProgress: (message: string) => void,
): Promise<boolean> {
  if ((await readFact(database, 'demo')) !== undefined) return true
  const startedBefore = (await readFact(database, 'started')) !== undefined
  const seeding = wanted && !startedBefore
  if (seeding) {
    onProgress('Building the demo district 示范区 …')
    await seedDemo(database, { now: new Date() })
  }
  if (!startedBefore) await writeFact(database, 'started')
  return seeding
}

/**
 * Where the database lets us, triggers and foreign keys rest until the transaction ends: the generator keeps what they
 * would check, and half a million rows need not be checked one by one.
 */
async function withoutTriggers(queries: Queries): Promise<void> {
  const [{ allowed }] = await queries.query<{ allowed: boolean }>(
    'select rolsuper as allowed from pg_roles where rolname = current_user',
  )
  if (allowed) await queries.exec("set local session_replication_role = 'replica'")
}
