/** Where names without a schema are looked for. On a PostgreSQL it is set for the database, on PGlite for each session. */
export const searchPath = '"$user", public, extensions'
