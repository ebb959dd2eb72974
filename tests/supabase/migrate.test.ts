import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { wrapPglite } from '../../supabase/local/database/pglite/index'
import type { Database } from '../../supabase/local/database/types'
import { migrate } from '../../supabase/local/prepare/migrate'
import { bookkeeping } from '../../supabase/local/prepare/prepare'

let pglite: PGlite
let database: Database
let folder: string

beforeAll(async () => {
  pglite = await PGlite.create({ loadDataDir: await dataDir() })
  database = wrapPglite(pglite, () => pglite.close())
}, 30_000)
afterAll(() => database.close())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-migrations-'))
  await database.exec('drop schema if exists gridward_host cascade; drop table if exists first, second')
  await database.exec(bookkeeping)
  await writeFile(join(folder, '1_first.sql'), 'create table first (id int);\ninsert into first values (1);')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('migrations run once each, in the order of their names', async () => {
  await writeFile(join(folder, '2_second.sql'), 'create table second as select id from first;')
  expect(await migrate(database, folder)).toBe(2)
  expect(await migrate(database, folder)).toBe(2)
  expect(await database.query('select id from second')).toEqual([{ id: 1 }])
})

test('one that fails leaves nothing behind and is named with its line', async () => {
  await writeFile(join(folder, '2_second.sql'), 'create table second (id int);\nselect nothing from nowhere;')
  await expect(migrate(database, folder)).rejects.toThrow(
    /The migration 2_second failed: .*nowhere.*\(line 2\)/,
  )
  expect(await database.query(`select to_regclass('second') as found`)).toEqual([{ found: null }])
  expect(await database.query('select name from gridward_host.migrations')).toEqual([{ name: '1_first' }])
})

test('one that was changed after it landed is refused', async () => {
  await migrate(database, folder)
  await writeFile(join(folder, '1_first.sql'), 'create table first (id bigint);')
  await expect(migrate(database, folder)).rejects.toThrow(
    'The migration 1_first was changed after this database had it.',
  )
})

test('other line ends are not a change', async () => {
  await migrate(database, folder)
  await writeFile(
    join(folder, '1_first.sql'),
    'create table first (id int);\r\ninsert into first values (1);',
  )
  expect(await migrate(database, folder)).toBe(1)
})

test('a database from a newer version is refused', async () => {
  await migrate(database, folder)
  await rm(join(folder, '1_first.sql'))
  await expect(migrate(database, folder)).rejects.toThrow(
    'which this version does not know: use a newer version',
  )
})

test('rows go in as JSON, in batches, through any type', async () => {
  await database.exec('create table first (id int, at timestamptz, tags text[], detail jsonb, note text)')
  const rows = Array.from({ length: 9001 }, (_, id) => ({
    id,
    at: '2026-01-02T03:04:05+08:00',
    tags: ['a', `b${id}`],
    detail: { deep: [id, null] },
    note: id % 2 ? '引号 "quoted"' : null,
  }))
  expect(await database.insertJson('public.first', rows)).toBe(9001)
  const [row] = await database.query(
    `select count(*)::int as rows, sum((detail -> 'deep' ->> 0)::int)::int as total, count(note)::int as notes,
       max(at at time zone 'utc')::text as at from first`,
  )
  expect(row).toEqual({ rows: 9001, total: (9001 * 9000) / 2, notes: 4500, at: '2026-01-01 19:04:05' })
})

test('what throws inside a transaction undoes it, and the next one is not touched', async () => {
  await migrate(database, folder)
  const failing = database.transaction(async (queries) => {
    await queries.exec('delete from first')
    throw new Error('stop')
  })
  const reading = database.query('select id from first')
  await expect(failing).rejects.toThrow('stop')
  expect(await reading).toEqual([{ id: 1 }])
})
