import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkpointWhenDue, vacuumWhenDue } from '../../../supabase/local/database/maintenance'
import { openPglite } from '../../../supabase/local/database/pglite/index'
import { dropSpatialStatistics } from '../../../supabase/local/database/pglite/statistics'
import { startHost } from '../support/start'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-pglite-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a creation that was broken off begins anew', { timeout: 60_000 }, async () => {
  await mkdir(join(folder, 'pglite'))
  await writeFile(join(folder, 'pglite', 'PG_VERSION'), '18')
  const { database } = await openPglite(folder)
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
  await database.close()
})

test(
  'what was written is there after closing, and little is left to replay',
  { timeout: 60_000 },
  async () => {
    const first = await openPglite(folder)
    await first.database.exec('create table kept as select generate_series(1, 50000) as id')
    expect(await checkpointWhenDue(first.database, 1e12)).toBe(false)
    expect(await checkpointWhenDue(first.database, 1000)).toBe(true)
    expect(await checkpointWhenDue(first.database, 1000)).toBe(false)
    await first.database.exec('insert into kept select generate_series(50001, 60000)')
    await first.database.close()
    const second = await openPglite(folder)
    expect(await second.database.query('select count(*)::int as rows from kept')).toEqual([{ rows: 60_000 }])
    await second.database.close()
  },
)

test('a table that is changed for ever does not grow for ever', { timeout: 240_000 }, async () => {
  const { database } = await openPglite(folder)
  await database.exec(
    'create table changed as select n as id, 0 as version from generate_series(1, 5000) n; create index on changed (version)',
  )
  while (await vacuumWhenDue(database));
  const size = async () => {
    const [{ bytes }] = await database.query<{ bytes: number }>(
      `select pg_total_relation_size('changed')::int as bytes`,
    )
    return bytes
  }
  const begun = await size()
  for (let version = 1; version <= 20; version++) {
    await database.exec(`update changed set version = ${version}`)
    expect(await vacuumWhenDue(database)).toBe('public.changed')
  }
  expect(await size()).toBeLessThan(5 * begun)
  expect(await vacuumWhenDue(database)).toBeUndefined()
  expect(await vacuumWhenDue(database, 10)).toBeDefined()
  expect(
    await database.query(`select reltuples::int as rows from pg_class where relname = 'changed'`),
  ).toEqual([{ rows: 5000 }])
  await database.close()
})

test(
  'places far apart are joined, whatever statistics were gathered of them',
  { timeout: 240_000 },
  async () => {
    const { database } = await openPglite(folder)
    await database.exec(`
      create extension postgis;
      create table shanghai as select st_setsrid(st_point(121 + n / 1e4, 31), 4326) as place from generate_series(1, 500) n;
      create table new_york as select st_setsrid(st_point(-74 + n / 1e4, 40), 4326) as place from generate_series(1, 500) n;
      analyze shanghai, new_york`)
    const near = (condition: string) => () =>
      database.query(`select count(*)::int as pairs from shanghai s join new_york n on ${condition}`)
    const conditions = [
      'st_intersects(s.place, n.place)',
      'st_dwithin(s.place::geography, n.place::geography, 10)',
      's.place && n.place',
    ]
    // What PostGIS does on this machine without the mend; when a version has mended it, the mend can go.
    await expect(near(conditions[0])()).rejects.toThrow('invalid function selectivity')
    await dropSpatialStatistics(database)
    for (const again of ['', 'analyze shanghai, new_york']) {
      await database.exec(again)
      for (const condition of conditions) expect(await near(condition)()).toEqual([{ pairs: 0 }])
    }
    await database.close()
  },
)

test('no table of a data folder has statistics of places gathered', { timeout: 240_000 }, async () => {
  const { backend, stop } = await startHost(folder)
  const places = await backend.database.query<{ target: number | null }>(`
    select a.attstattarget as target from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
    where a.atttypid in ('extensions.geometry'::regtype, 'extensions.geography'::regtype) and not a.attisdropped`)
  expect(places.length).toBeGreaterThan(5)
  expect(places.filter(({ target }) => target !== 0)).toEqual([])
  await stop()
})
