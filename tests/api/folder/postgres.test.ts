import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBackend, type Backend } from '../../../supabase/local/backend'
import { readKeys } from '../../../supabase/local/folder/folder'
import { createHandler, listen, type Listening } from '../../../supabase/local/serve/server'
import { startCluster, type Cluster } from '../../support/cluster'
import { eventually } from '../../support/eventually'
import { clientOf, dataOf } from '../support/clients'

let folder: string
let cluster: Cluster
let backend: Backend
let listening: Listening
let client: ReturnType<typeof clientOf>

// The local host's own API over a PostgreSQL: neither of the other stacks has both.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-postgres-host-'))
  cluster = await startCluster()
  const keys = await readKeys(folder)
  backend = await openBackend(folder, keys, cluster.url)
  await backend.database.exec(`
    create function public.sleep_for(seconds float) returns void language sql volatile as 'select pg_sleep(seconds)';
    create function public.setting_of(name text) returns text language sql stable as 'select current_setting(name)';
    grant execute on function public.sleep_for, public.setting_of to service_role`)
  listening = await listen(createHandler({ backend, keys, demo: false }), '127.0.0.1', 0)
  client = clientOf(listening.address, keys.serviceKey)
})

afterAll(async () => {
  await listening.close()
  await backend.close()
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
})

const sleeping = async () => {
  const [{ count }] = await backend.database.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity where query like '%sleep_for%' and state = 'active' and pid <> pg_backend_pid()`,
  )
  return count
}

const until = async (count: number) => {
  let seen = -1
  const look = setInterval(() => void sleeping().then((now) => (seen = now)), 50)
  await eventually(() => expect(seen).toBe(count))
  clearInterval(look)
}

test('what somebody asked for who has left is not gone on with', async () => {
  const leaving = new AbortController()
  const asked = client.rpc('sleep_for' as never, { seconds: 600 } as never).abortSignal(leaving.signal)
  const answered = asked.then(({ error }) => error)
  await until(1)
  leaving.abort()
  expect(await answered).not.toBeNull()
  await until(0)
})

test('the connections that were cancelled on serve the next', async () => {
  for (let round = 0; round < 12; round++) {
    const leaving = new AbortController()
    const asked = client.rpc('sleep_for' as never, { seconds: 600 } as never).abortSignal(leaving.signal)
    const answered = asked.then(() => undefined)
    if (round % 2) await until(1)
    leaving.abort()
    await answered
  }
  await until(0)
  expect(dataOf(await client.from('schemes').select('id').limit(1))).toHaveLength(1)
})

test('nothing is compiled', async () => {
  expect(dataOf(await client.rpc('setting_of' as never, { name: 'jit' } as never))).toBe('off')
})

test('so it is for the roles behind PostgREST', async () => {
  const rows = await backend.database.query<{ role: string; settings: string[] }>(
    `select r.rolname as role, s.setconfig as settings from pg_db_role_setting s join pg_roles r on r.oid = s.setrole order by 1`,
  )
  expect(rows).toEqual([
    { role: 'anon', settings: ['jit=off', 'statement_timeout=15s'] },
    { role: 'authenticated', settings: ['jit=off', 'statement_timeout=300s'] },
    { role: 'service_role', settings: ['jit=off'] },
  ])
})
