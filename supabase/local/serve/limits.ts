const kilobyte = 1024
const megabyte = 1024 * kilobyte

/** Longest address with its query, in characters. */
export const longestUrl = 8_000

/** Longest body of what is for sign-in, in bytes. */
export const longestAuthBody = 16 * kilobyte

/** Longest body of a write to a table or a call of a function, in bytes, where nothing else is said here. */
const longestBody = 256 * kilobyte

/**
 * Functions that are given much at once: a plan of 2,500 grids with their polygons is about 10 MB, rows of an import come
 * a megabyte at a time, one of which may be the boundary of a whole district.
 */
const longestBodies: Readonly<Record<string, number>> = {
  save_plan: 48 * megabyte,
  stage_import_rows: 24 * megabyte,
  announce_editor: 16 * kilobyte,
  report_incident: 64 * kilobyte,
}

/** Tables to which scripts add rows many at a time with the service key. */
const longestServiceBody = 8 * megabyte

/** Returns how many bytes the body of a request to `/rest/v1…` may have. */
export function longestRestBody(pathname: string, isService: boolean): number {
  const name = /^\/rest\/v1\/rpc\/([^/]+)$/.exec(pathname)?.[1] ?? ''
  if (Object.hasOwn(longestBodies, name)) return longestBodies[name]
  return isService ? longestServiceBody : longestBody
}

/** Limits of one connection, in milliseconds: its headers, a whole request with its body, and rest between two requests. */
export const timeouts = {
  headersMs: 15_000,
  requestMs: 60_000,
  /** Longer than any page waits before it asks again, so that no request meets a connection that is just being closed. */
  keepAliveMs: 75_000,
}

/** Most bytes of all headers together, the address included. */
export const longestHeaders = 24 * kilobyte

/** Most connections at once. */
export const mostConnections = 2_000

/**
 * Returns how many milliseconds the database works on one request; on PGlite the end of a statement is that of its session.
 * An import of a million rows is written by one call on PostgreSQL.
 */
export function statementTimeoutMs(pathname: string): number {
  if (
    /\/rpc\/(commit_import|check_import|stage_import_rows|publish_plan|save_plan|submit_plan)$/.test(pathname)
  )
    return 600_000
  return pathname.startsWith('/rest/v1/rpc/') ? 60_000 : 15_000
}

/** Most tables that one request may embed, and how deep. */
export const mostEmbeds = 3
export const deepestEmbed = 2

/** Most rows of a request that embeds more than one deep: each may have a thousand embedded, and each of these as many. */
export const mostDeepRows = 100
