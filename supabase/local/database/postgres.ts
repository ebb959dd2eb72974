import { createPostgresConnection, type PostgresConnection } from '@supabase/lite/postgres'
import type { Sql } from 'postgres'
import { reasonOf, Refusal } from '../refusal'
import { makeCancellable } from './cancel'
import { insertJson } from './insert'
import { handOverAsWritten } from './plain-parameters'
import type { Database, Queries } from './types'

type Session = Pick<Sql, 'unsafe'>

/** Opens a PostgreSQL. Compiling a query (jit) takes longer than any of ours runs: `incident_map` 1.2 s instead of 0.06 s. Throws a Refusal when it cannot be reached or lets nobody in. */
export async function openPostgres(
  url: string,
): Promise<{ database: Database; connection: PostgresConnection }> {
  const connection = createPostgresConnection({
    url,
    postgresOptions: { onnotice: () => undefined, connection: { jit: 'off' } },
  })
  writeJsonOnce(connection.driver)
  handOverAsWritten(connection.driver.options.serializers)
  makeCancellable(connection.driver)
  try {
    await connection.driver.unsafe('select 1')
  } catch (thrown) {
    await connection.close()
    throw new Refusal(`The database of DATABASE_URL cannot be opened: ${reasonOf(thrown)}.`)
  }
  return { database: wrap(connection), connection }
}

/** The types json and jsonb. */
const jsonTypes = [114, 3802]

/**
 * lite hands JSON parameters over as text that is JSON already; the driver would write that text as a JSON string, and
 * a function would find a string where it was given an object.
 */
function writeJsonOnce({ options }: Pick<Sql, 'options'>): void {
  const write = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  for (const type of jsonTypes) options.serializers[type] = write
}

function wrap(connection: PostgresConnection): Database {
  const { driver } = connection
  return {
    kind: 'postgres',
    ...queriesOf(driver),
    transaction: async <T>(work: (queries: Queries) => Promise<T>) =>
      (await driver.begin((session) => work(queriesOf(session)))) as T,
    exclusive: (work) => work(),
    close: () => connection.close(),
  }
}

function queriesOf(session: Session): Queries {
  const query: Queries['query'] = async <Row>(sql: string, parameters: unknown[] = []) =>
    [...(await session.unsafe(sql, parameters as never[]))] as Row[]
  return {
    exec: async (sql) => void (await session.unsafe(sql).simple()),
    query,
    insertJson: (table, rows) => insertJson(query, table, rows),
  }
}
