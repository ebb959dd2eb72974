import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Resources } from '../../src/import/formats'

/** What readers of formats load, from node_modules. */
export const resources: Resources = {
  sqliteWasm: () => readFile(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm')),
}
