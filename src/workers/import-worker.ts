import { expose } from 'comlink'
import sqliteUrl from 'sql.js/dist/sql-wasm.wasm?url'
import { ImportJob } from '../import/job'
import { sendDetails } from './failures'

/** SQLite lies beside the page and is fetched for the first GeoPackage only. */
async function sqliteWasm(): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(sqliteUrl)).arrayBuffer())
}

sendDetails()
expose(new ImportJob({ sqliteWasm }))
