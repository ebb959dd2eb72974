import { PgliteConnection } from '@supabase/lite/pglite'
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
} from 'kysely'
import { isPreamble, written } from './ahead'
import type { Driver } from './driver'

/** lite's connection to any PostgreSQL: what its own connection to PGlite adds is a PGlite in this very thread. */
const PostgresConnection = Object.getPrototypeOf(PgliteConnection) as new (
  options: object,
) => PgliteConnection

/** lite's connection to a PGlite that runs in a thread of its own. */
export class ThreadConnection extends PostgresConnection {
  constructor(private readonly session: Driver) {
    super({})
    // Of the driver, lite and the host use what a Driver has too: query, exec, close and the parsers of values.
    this.driver = session as unknown as PgliteConnection['driver']
    this.kysely = new Kysely({ dialect: dialectOf(session) })
  }

  override async exec<T>(sql: string, ...parameters: readonly unknown[]): Promise<T> {
    if (parameters.length > 0) return { rows: (await this.session.query(sql, parameters)).rows } as T
    return { rows: (await this.session.exec(sql))[0].rows } as T
  }

  override async close(): Promise<void> {
    await this.clearSchemaCache()
    await this.session.close()
  }
}

/**
 * One session, and transactions on it. A request of lite is eight statements, six of which say who asks; these go along
 * with the query they belong to, since each way to the other thread costs about as much as a small query.
 */
function dialectOf(driver: Driver): Dialect {
  let ahead: string[] = []
  let hasBegun = false
  const connection: DatabaseConnection = {
    executeQuery: async <Row>(query: CompiledQuery) => {
      if (ahead.length > 0 && isPreamble(query)) {
        ahead.push(written(query))
        return { rows: [] }
      }
      const before = ahead.join(';\n')
      ahead = []
      hasBegun ||= before !== ''
      const { rows, affectedRows } = await driver.query(query.sql, query.parameters, before)
      return {
        rows: rows as Row[],
        ...(affectedRows !== undefined && { numAffectedRows: BigInt(affectedRows) }),
      }
    },
    streamQuery: () => {
      throw new Error('PGlite does not stream')
    },
  }
  const end = async (sql: string) => {
    ahead = []
    if (hasBegun) await driver.query(sql).finally(() => (hasBegun = false))
  }
  const done = () => Promise.resolve()
  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      init: done,
      acquireConnection: () => Promise.resolve(connection),
      beginTransaction: () => {
        ahead = ['begin']
        hasBegun = false
        return done()
      },
      commitTransaction: () => end('commit'),
      rollbackTransaction: () => end('rollback'),
      releaseConnection: done,
      destroy: done,
    }),
  }
}
