import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../../../supabase/local/accounts/accounts'
import { openBackend, type Backend } from '../../../supabase/local/backend'
import { move } from '../../../supabase/local/move'
import { openFolder, readKeys, type Keys } from '../../../supabase/local/folder/folder'
import { startCluster, type Cluster } from '../../support/cluster'

let folder: string
let keys: Keys
let cluster: Cluster

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-servers-'))
  await openFolder(folder)
  keys = await readKeys(folder)
  cluster = await startCluster()
}, 60_000)
afterAll(async () => {
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
})

const run = promisify(execFile)

/** Returns the address of a new database on the server. */
async function newDatabase(name: string, { url }: Cluster = cluster): Promise<string> {
  await run('psql', [url, '-c', `create database ${name}`])
  return url.replace(/\/postgres$/, `/${name}`)
}

/** What the API lets the signed-in person read of the areas. */
async function areasSeenBy(backend: Backend, person: string): Promise<string[]> {
  const rows = await backend.database.transaction(async (queries) => {
    await queries.query(
      `select set_config('request.jwt.claim.sub', $1, true), set_config('role', 'authenticated', true)`,
      [person],
    )
    return queries.query<{ code: string }>('select code from public.areas order by code')
  })
  return rows.map(({ code }) => code)
}

/** Makes a district and somebody who may read it. */
async function addDistrict(backend: Backend, code: string): Promise<string> {
  return backend.database.transaction(async (queries) => {
    const person = await createAccount(queries, `leader@${code}.cn`, 'a long password')
    await queries.query(
      `with made as (insert into public.areas (kind, code, name, district_id, path) values ('district', $1, '区', 0, '') returning id)
       insert into public.memberships (user_id, role, area_id) select $2::text::uuid, 'leader', id from made`,
      [code, person],
    )
    return person
  })
}

test('two hosts that start at once on a new database both get there', { timeout: 120_000 }, async () => {
  const url = await newDatabase('at_once')
  const started = await Promise.allSettled([openBackend(folder, keys, url), openBackend(folder, keys, url)])
  for (const host of started) if (host.status === 'fulfilled') await host.value.close()
  expect(started.map((host) => (host.status === 'rejected' ? String(host.reason) : 'started'))).toEqual([
    'started',
    'started',
  ])
})

test(
  'a dump that is restored into a new server starts, and shows everybody what they saw',
  { timeout: 180_000 },
  async () => {
    const url = await newDatabase('dumped')
    const first = await openBackend(folder, keys, url)
    const person = await addDistrict(first, '110101')
    const seen = await areasSeenBy(first, person)
    await first.close()
    const file = join(folder, 'dump.sql')
    await run('pg_dump', ['-f', file, url])
    const elsewhere = await startCluster()
    try {
      const restored = await newDatabase('restored', elsewhere)
      await run('psql', ['-q', '-f', file, restored], { maxBuffer: 64 * 1024 * 1024 })
      const second = await openBackend(folder, keys, restored)
      try {
        expect(seen).toEqual(['110101'])
        expect(await areasSeenBy(second, person)).toEqual(seen)
        expect(await areasSeenBy(second, '00000000-0000-4000-8000-000000000000')).toEqual([])
      } finally {
        await second.close()
      }
    } finally {
      await elsewhere.stop()
    }
  },
)

test(
  'a data folder moves into a PostgreSQL with everything that is in it',
  { timeout: 180_000 },
  async () => {
    const source = await openBackend(folder, keys)
    const person = await addDistrict(source, '110102')
    const calendar = `select id, name, time_zone from public.calendars order by id`
    const before = await source.database.query(calendar)
    await source.close()
    const url = await newDatabase('moved')
    process.env.DATABASE_URL = url
    try {
      await move(['--data', folder])
      await expect(move(['--data', folder])).rejects.toThrow('holds districts or accounts already')
    } finally {
      delete process.env.DATABASE_URL
    }
    const moved = await openBackend(folder, keys, url)
    try {
      expect(await areasSeenBy(moved, person)).toEqual(['110102'])
      expect(JSON.stringify(await moved.database.query(calendar))).toEqual(JSON.stringify(before))
      await addDistrict(moved, '110103')
    } finally {
      await moved.close()
    }
  },
)
