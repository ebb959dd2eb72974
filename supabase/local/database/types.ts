/** What a transaction, and the database outside one, can be asked. Parameters are `$1`, `$2`, … */
export interface Queries {
  /** Runs any number of statements, without parameters. */
  exec(sql: string): Promise<void>
  /** Runs one statement and returns its rows. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>
  /**
   * Inserts rows whose keys are column names, in batches; all rows have the keys of the first. A geometry column takes
   * a GeoJSON object or an EWKT string. Returns the number of rows.
   */
  insertJson(table: string, rows: readonly object[]): Promise<number>
}

/** A database that the local host owns: PGlite in a folder, or a PostgreSQL. */
export interface Database extends Queries {
  readonly kind: 'pglite' | 'postgres'
  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  /**
   * Runs `work` while nothing else touches the database's only session; at once where there are many sessions. There a
   * statement that takes longer than `limitMs` ends the session, and with it the work.
   */
  exclusive<T>(work: () => Promise<T>, limitMs?: number): Promise<T>
  /** Runs `work` while no other host prepares the same database. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Why the session of the work that runs now has ended, if it has. The next work gets a new one. */
  sessionLost?(): { message: string; late: boolean } | undefined
  close(): Promise<void>
}
