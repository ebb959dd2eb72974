import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkpointWhenDue } from '../../../supabase/local/database/checkpoints'
import { openPglite } from '../../../supabase/local/database/pglite/index'

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
