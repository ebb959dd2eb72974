import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { answerFrom } from '../../../supabase/local/answers'
import { openBackend, type Backend } from '../../../supabase/local/backend'
import { openPglite } from '../../../supabase/local/database/pglite/index'
import { Disk } from '../../../supabase/local/folder/disk'
import { readKeys, type Keys } from '../../../supabase/local/folder/folder'
import { createHandler } from '../../../supabase/local/serve/server'
import { prepareFolder } from '../../support/prepared-folder'
import { readApiFunctions, type ApiFunctions } from '../../../supabase/local/shared/functions'

let folder: string
let keys: Keys
let backend: Backend
let host: Hono

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  folder = await mkdtemp(join(tmpdir(), 'gridward-refusals-'))
  await prepareFolder(folder, 'empty')
  keys = await readKeys(folder)
  backend = await openBackend(folder, keys)
  host = createHandler({ backend, keys, demo: false })
  await backend.database.exec(`
    create function public.refuse() returns integer language plpgsql as $$ begin raise exception 'not-now'; end $$;
    create function public.break_engine() returns jsonb language sql as $$ select repeat('[', 3000000)::jsonb $$;
    grant execute on function public.refuse, public.break_engine to service_role`)
}, 60_000)

afterAll(async () => {
  await backend.close()
  await rm(folder, { recursive: true, force: true })
})

const call = async (method: string, path: string, body?: object) =>
  host.request(path, {
    method,
    headers: { apikey: keys.serviceKey, 'content-type': 'application/json', prefer: 'return=representation' },
    ...(body && { body: JSON.stringify(body) }),
  })

/** Reads, writes and asks for the health as anybody would. */
async function expectAllWell(code: string): Promise<void> {
  const made = await call('POST', '/rest/v1/areas', {
    kind: 'district',
    code,
    name: code,
    district_id: 0,
    path: '',
  })
  expect(made.status).toBe(201)
  const read = await call('GET', `/rest/v1/areas?select=code&code=eq.${code}`)
  expect(await read.json()).toEqual([{ code }])
  expect((await call('GET', '/health')).status).toBe(200)
}

test('after 20,000 refusals everything works', { timeout: 180_000 }, async () => {
  const overHttp = Array.from({ length: 16 }, async () => {
    for (let count = 0; count < 200; count++) {
      const response = await call('POST', '/rest/v1/rpc/refuse', {})
      expect(response.status).toBe(400)
    }
  })
  await Promise.all(overHttp)
  const kinds = [
    'select public.refuse()',
    'select 1 / 0',
    'select * from nowhere',
    "select 'x'::integer",
    'insert into gridward_host.facts (name) values (null)',
    "do $$ begin perform public.refuse(); exception when others then raise exception 'again'; end $$",
  ]
  const codes = new Set<unknown>()
  for (let count = 0; count < 16_800; count++) {
    const refused = backend.database.query(kinds[count % kinds.length])
    await refused.then(
      () => expect.unreachable('it was to be refused'),
      ({ code }: { code: unknown }) => codes.add(code),
    )
  }
  expect([...codes].sort()).toEqual(['22012', '22P02', '23502', '42P01', 'P0001'])
  await expectAllWell('110105')
})

test('what many ask is shared, and nothing that depends on who asks', async () => {
  const { database } = backend
  const { isShareable, isReading } = await readApiFunctions(database)
  const asked = ['wall_statistics', 'incidents_page', 'incident_map']
  expect(asked.filter((name) => !isShareable(name))).toEqual([])
  expect(['list_plans', 'grids_map', 'incident_detail'].filter(isShareable)).toEqual([])
  expect(['incidents_page', 'incident_detail'].filter((name) => !isReading(name))).toEqual([])
  expect(['report_incident', 'move_incident', 'read_incident_contact'].filter(isReading)).toEqual([])
  let withCaller: ApiFunctions | undefined
  const undone = database.transaction(async (queries) => {
    await queries.exec(`create or replace function private.open_tally(district bigint, seen bigint[]) returns jsonb
      language sql stable set search_path = '' as $$ select to_jsonb(auth.uid()) $$`)
    withCaller = await readApiFunctions(queries)
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  expect(withCaller?.isShareable('wall_statistics'), 'a part of it asks who calls').toBe(false)
  expect(withCaller?.isShareable('incidents_page')).toBe(true)
})

describe('an engine that breaks down', () => {
  test('is told to whom it happened, and the next finds it whole', { timeout: 60_000 }, async () => {
    await expectAllWell('110106')
    const broken = call('POST', '/rest/v1/rpc/break_engine', {})
    const behind = Array.from({ length: 8 }, () => call('GET', '/rest/v1/areas?select=code&code=eq.110106'))
    const response = await broken
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ code: 'database-restarting' })
    for (const answer of await Promise.all(behind)) expect(await answer.json()).toEqual([{ code: '110106' }])
    await expectAllWell('110107')
    expect(await backend.database.query('show search_path')).toEqual([
      { search_path: '"$user", public, extensions' },
    ])
  })

  test('ends the transaction it happened in', { timeout: 60_000 }, async () => {
    const { database } = backend
    const broken = database.transaction(async (queries) => {
      await queries.query("insert into gridward_host.facts (name) values ('half')")
      await queries.query('select public.break_engine()').catch(() => undefined)
      await queries.query("insert into gridward_host.facts (name) values ('other half')")
    })
    await expect(broken).rejects.toThrow('broke down')
    expect(await database.query("select name from gridward_host.facts where name like '%half'")).toEqual([])
  })
})

test(
  'a statement that takes too long is ended, and those behind it are served',
  { timeout: 60_000 },
  async () => {
    const bare = await mkdtemp(join(tmpdir(), 'gridward-late-'))
    const { database, connection } = await openPglite(bare)
    const ask = async () => {
      await connection.exec('select pg_sleep(60)').catch(() => undefined)
      return new Response()
    }
    const late = answerFrom(database, new Disk(), new Request('http://localhost/'), ask, 200)
    const behind = database.query('select 1 as one')
    const response = await late
    expect(response.status).toBe(504)
    expect(await response.json()).toMatchObject({ code: '57014' })
    expect(await behind).toEqual([{ one: 1 }])
    await database.close()
    await rm(bare, { recursive: true, force: true })
  },
)
