import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createAccount } from '../../supabase/local/accounts/accounts'
import type { Database } from '../../supabase/local/database/types'
import { createHandler, listen } from '../../supabase/local/serve/server'
import { generateTypes } from '../../supabase/local/types'
import { emailOf, testPassword, testRoles, type TestRole } from './support/roles'
import { type BackendKind, startHost } from './support/start'
import { makeWorld, type World } from './support/world'

/** What every test of the data layer is told about the host that runs for it. */
export interface ApiContext {
  url: string
  anonKey: string
  serviceKey: string
  backend: BackendKind
  userIds: Record<TestRole, string>
  generatedTypes: string
}

declare module 'vitest' {
  interface ProvidedContext {
    api: ApiContext
    world: World
  }
}

/** Starts the API once for all tests, over the host that is asked for. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'gridward-api-'))
  const { kind, backend, keys, stop } = await startHost(folder)
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

async function createAccounts(database: Database): Promise<Record<TestRole, string>> {
  const entries: [TestRole, string][] = []
  for (const role of testRoles)
    entries.push([role, await createAccount(database, emailOf(role), testPassword)])
  return Object.fromEntries(entries) as Record<TestRole, string>
}
