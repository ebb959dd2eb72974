/** `npm run -s bench:incidents`: one JSON line per figure, of a PostgreSQL with a city and 1,000,000 incidents (BENCH_CASES). */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBackend } from '../../supabase/local/backend'
import type { Database } from '../../supabase/local/database/types'
import { readKeys } from '../../supabase/local/folder/folder'
import { startCluster } from '../support/cluster'
import { figures } from './incidents/figures'

const CASES = Number(process.env.BENCH_CASES ?? 1_000_000)

function print(name: string, value: number, unit: string, bar: number | null = null): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit, bar }))
}

const sql = (file: string) => readFile(new URL(`incidents/${file}`, import.meta.url), 'utf8')

/** Fills a database with the city and its cases, as fast as PostgreSQL makes them up. */
async function seed(database: Database): Promise<void> {
  await database.exec(await sql('city.sql'))
  await database.exec(`set bench.cases = ${CASES}; ${await sql('cases.sql')}`)
  await database.exec('vacuum analyze')
}

const cluster = await startCluster()
const folder = await mkdtemp(join(tmpdir(), 'gridward-bench-'))
try {
  const { database } = await openBackend(folder, await readKeys(folder), cluster.url)
  try {
    const began = performance.now()
    await seed(database)
    print('incidents', CASES, 'cases')
    print('seeding', (performance.now() - began) / 1000, 's')
    for await (const { name, value, unit, bar } of figures(database)) print(name, value, unit, bar)
  } finally {
    await database.close()
  }
} finally {
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
}
