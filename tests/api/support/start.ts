import { openBackend, type Backend } from '../../../supabase/local/backend'
import { seedDemo } from '../../../supabase/local/demo'
import { readKeys, type Keys } from '../../../supabase/local/folder/folder'
import { startCluster } from '../../support/cluster'
import { prepareFolder, type Content } from '../../support/prepared-folder'
import { behindPostgrest } from './postgrest'

/** Which host the tests of the data layer are run against. */
export type BackendKind = 'local' | 'postgrest'

/** A host that runs for tests. */
export interface Started {
  kind: BackendKind
  backend: Backend
  keys: Keys
  stop: () => Promise<void>
}

/**
 * Starts the host that is asked for: over a new PGlite folder or, with `GRIDWARD_TEST_BACKEND=postgrest`, a PostgreSQL
 * server behind the real PostgREST; with `postgres`, the local host over that server, as with `DATABASE_URL`. `folder` is
 * empty.
 */
export async function startHost(folder: string, content: Content = 'empty'): Promise<Started> {
  const { GRIDWARD_TEST_BACKEND: wanted } = process.env
  const kind = wanted === 'postgrest' ? 'postgrest' : 'local'
  if (wanted === 'postgrest' || wanted === 'postgres') return startPostgres(folder, content, kind)
  await prepareFolder(folder, content)
  const keys = await readKeys(folder)
  const backend = await openBackend(folder, keys)
  return { kind, backend, keys, stop: () => backend.close() }
}

async function startPostgres(folder: string, content: Content, kind: BackendKind): Promise<Started> {
  const keys = await readKeys(folder)
  const cluster = await startCluster()
  const host = await openBackend(folder, keys, cluster.url)
  if (content === 'demo') await seedDemo(host.database, { now: new Date() })
  const backend = kind === 'postgrest' ? await behindPostgrest(host, keys, cluster) : host
  const stop = async () => {
    await backend.close()
    await cluster.stop()
  }
  return { kind, backend, keys, stop }
}
