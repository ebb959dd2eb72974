/** What the thread that runs PGlite is started with. */
export interface EngineOptions {
  /** Folder of the cluster. */
  cluster: string
  /** A packed cluster to begin with (tar, gzip or not), where there is none. */
  content?: Blob
  /** Parameters for the server, beside PGlite's own. */
  settings: string[]
}

/** One thing to do. `sql` of `exec` may be many statements, and `before` those that come before a query. */
export type Order =
  | { kind: 'query'; sql: string; parameters: unknown[]; before?: string }
  | { kind: 'exec'; sql: string }
  | { kind: 'dump' }
  | { kind: 'close' }

/** The result of one statement. Values of json and jsonb are still text. */
export interface Result {
  rows: Record<string, unknown>[]
  fields: { name: string; dataTypeID: number }[]
  affectedRows?: number
}

/** What the thread tells: it is open, an order was done or refused, or the engine is broken and nothing it says counts. */
export type Report =
  | { kind: 'ready' }
  | { kind: 'done'; id: number; results: Result[]; dump?: Uint8Array }
  | { kind: 'refused'; id: number; message: string; fields: Record<string, unknown> }
  | { kind: 'broken'; reason: string }
