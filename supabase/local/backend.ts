import { App } from '@supabase/lite'
import { answerFrom } from './answers'
import { whileAsked } from './database/cancel'
import { openPglite } from './database/pglite/index'
import { printAsPostgrest } from './database/plain-values'
import { openPostgres } from './database/postgres'
import type { Database } from './database/types'
import { Disk } from './folder/disk'
import type { Keys } from './folder/folder'
import { shortestPassword } from './accounts/passwords'
import { prepareDatabase, type MakeTables } from './prepare/prepare'
import { tellRaised } from './raised'
import { statementTimeoutMs } from './serve/limits'
import { comparedAsWritten } from './serve/rest/filters'
import { accessTokenSeconds } from './accounts/sessions'
import { readApiFunctions } from './shared/functions'
import { sharing } from './shared/index'

/** An opened, migrated database with the Supabase API over it. */
export interface Backend {
  database: Database
  /** Answers `/auth/v1` and `/rest/v1`. */
  fetch(request: Request): Promise<Response>
  /** Whether the database has room to write. */
  disk?: Disk
  facts: { postgres: string; postgis: string; migrations: number }
  close(): Promise<void>
}

/** Most rows of one answer, as Supabase has it. */
const rowsPerAnswer = 1000

/** Opens the folder's PGlite or, with `databaseUrl`, a PostgreSQL, and brings it up to date. */
export async function openBackend(
  folder: string,
  keys: Keys,
  databaseUrl?: string,
  makeTables?: MakeTables,
): Promise<Backend> {
  const disk = new Disk(databaseUrl ? undefined : folder)
  const { database, connection } = databaseUrl ? await openPostgres(databaseUrl) : await openPglite(folder)
  try {
    keepGrants(connection)
    tellRaised(connection)
    const app = new App({
      connection,
      api: { enabled: true, schemas: ['public'], max_rows: rowsPerAnswer },
      auth: {
        enabled: true,
        jwt_secret: keys.jwtSecret,
        publishable_key: keys.anonKey,
        secret_key: keys.serviceKey,
        enable_signup: false,
        enable_refresh_token_rotation: true,
        minimum_password_length: shortestPassword,
        jwt_expiry: accessTokenSeconds,
      },
      options: { server: { admin: false, disableStudio: true, disableFallback: true } },
    })
    const migrations = await prepareDatabase(database, () => app.ensureSystemSchema(), makeTables)
    await connection.clearSchemaCache()
    const { driver } = connection
    await printAsPostgrest('parsers' in driver ? driver.parsers : driver.options.parsers, database)
    const ask = (request: Request) => {
      const isService = request.headers.get('apikey') === keys.serviceKey
      const limitMs = isService ? undefined : statementTimeoutMs(new URL(request.url).pathname)
      return answerFrom(database, disk, request, () => answerInTime(request, app), limitMs)
    }
    return {
      database,
      disk,
      fetch: sharing(database, keys.jwtSecret, await readApiFunctions(database), ask),
      facts: { ...(await readVersions(database)), migrations },
      close: () => database.close(),
    }
  } catch (thrown) {
    await database.close()
    throw thrown
  }
}

/** Whoever has left while others were served is not served any more, nor is whoever leaves or asks for too much. */
async function answerInTime(request: Request, app: App): Promise<Response> {
  const tooLate = AbortSignal.timeout(statementTimeoutMs(new URL(request.url).pathname))
  return whileAsked(AbortSignal.any([request.signal, tooLate]), () => app.fetch(asWritten(request)))
}

/** lite would take text for the number that it looks like. */
function asWritten(request: Request): Request {
  const url = new URL(request.url)
  if (!/^\/rest\/v1\/(?!rpc\/)/.test(url.pathname)) return request
  const settled = comparedAsWritten(url)
  return settled.href === url.href ? request : new Request(settled, request)
}

/**
 * On its first request lite grants every table of every schema that has policies to every role, which would undo what
 * the migrations revoke. Telling it that roles and grants are there already leaves the grants to the migrations.
 */
function keepGrants(connection: object): void {
  Object.assign(connection, { rlsState: 'active' })
}

async function readVersions(database: Database): Promise<{ postgres: string; postgis: string }> {
  const [versions] = await database.query<{ postgres: string; postgis: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as postgres, extensions.postgis_lib_version() as postgis`,
  )
  return versions
}
