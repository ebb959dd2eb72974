import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createAccount } from '../../supabase/local/accounts'
import { openBackend, type Backend } from '../../supabase/local/backend'
import type { Database } from '../../supabase/local/database/types'
import { readKeys, type Keys } from '../../supabase/local/folder'
import { createHandler, listen } from '../../supabase/local/serve/server'
import { generateTypes } from '../../supabase/local/types'
import { startCluster } from '../support/cluster'
import { behindPostgrest } from './support/postgrest'
import { emailOf, testPassword, testRoles, type TestRole } from './support/roles'
import { makeWorld, type World } from './support/world'

/** What every test of the data layer is told about the host that runs for it. */
export interface ApiContext {
  url: string
  anonKey: string
  serviceKey: string
  backend: 'local' | 'postgrest'
  userIds: Record<TestRole, string>
  generatedTypes: string
}

declare module 'vitest' {
  interface ProvidedContext {
    api: ApiContext
    world: World
  }
}

/**
 * Starts the API once for all tests: the local host over a new PGlite folder or, with
 * `GRIDWARD_TEST_BACKEND=postgrest`, a PostgreSQL server behind the real PostgREST; with `postgres`, the local host over that
 * server, as with `DATABASE_URL`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { GRIDWARD_TEST_BACKEND: wanted } = process.env
  const kind = wanted === 'postgrest' ? 'postgrest' : 'local'
  const folder = await mkdtemp(join(tmpdir(), 'gridward-api-'))
  const keys = await readKeys(folder)
  const { backend, stop } =
    wanted === 'postgrest' || wanted === 'postgres'
      ? await startPostgres(folder, keys, kind)
      : await startLocal(folder, keys)
  const listening = await listen(createHandler({ backend, keys, demo: false }), '127.0.0.1', 0)
  project.provide('api', {
    url: listening.address,
    anonKey: keys.anonKey,
    serviceKey: keys.serviceKey,
    backend: kind,
    userIds: await createAccounts(backend.database),
    generatedTypes: await generateTypes(backend.database),
  })
  project.provide('world', await makeWorld(backend.database))
  return async () => {
    await listening.close()
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Started {
  backend: Backend
  stop: () => Promise<void>
}

async function startLocal(folder: string, keys: Keys): Promise<Started> {
  const backend = await openBackend(folder, keys)
  return { backend, stop: () => backend.close() }
}

async function startPostgres(folder: string, keys: Keys, kind: ApiContext['backend']): Promise<Started> {
  const cluster = await startCluster()
  const host = await openBackend(folder, keys, cluster.url)
  const backend = kind === 'postgrest' ? await behindPostgrest(host, keys, cluster) : host
  const stop = async () => {
    await backend.close()
    await cluster.stop()
  }
  return { backend, stop }
}

async function createAccounts(database: Database): Promise<Record<TestRole, string>> {
  const entries: [TestRole, string][] = []
  for (const role of testRoles)
    entries.push([role, await createAccount(database, emailOf(role), testPassword)])
  return Object.fromEntries(entries) as Record<TestRole, string>
}
