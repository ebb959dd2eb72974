import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBackend } from '../../../supabase/local/backend'
import type { Database } from '../../../supabase/local/database/types'
import { readKeys } from '../../../supabase/local/folder/folder'
import { startCluster } from '../../support/cluster'

/** How many cases the city of the benchmarks has. */
export const CASES = Number(process.env.BENCH_CASES ?? 1_000_000)

/** Prints a figure as one line of JSON, rounded to a tenth. */
export function print(name: string, value: number, unit: string, bar: number | null = null): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit, bar }))
}

const sql = (file: string) => readFile(new URL(file, import.meta.url), 'utf8')

/** Fills a database with the city and its cases, as fast as PostgreSQL makes them up. */
async function seed(database: Database): Promise<void> {
  await database.exec(await sql('city.sql'))
  await database.exec(`set bench.cases = ${CASES}; ${await sql('cases.sql')}`)
  await database.exec('vacuum analyze')
}

async function isSeeded(database: Database): Promise<boolean> {
  const [answer] = await database.query<{ seeded: boolean }>(
    "select to_regclass('bench.indexes') is not null as seeded",
  )
  return answer.seeded
}

/**
 * Hands over a PostgreSQL database with the city and its cases: a server of its own that ends afterwards, or the one at
 * BENCH_DATABASE_URL (superuser rights), which is seeded the first time and stays, so that two benchmarks, or a second
 * run, need no other half an hour. Prints how many cases there are and what the seeding took.
 */
export async function withSeededDatabase(measure: (database: Database) => Promise<void>): Promise<void> {
  const lasting = process.env.BENCH_DATABASE_URL
  const cluster = lasting ? undefined : await startCluster()
  const folder = await mkdtemp(join(tmpdir(), 'gridward-bench-'))
  try {
    const { database } = await openBackend(folder, await readKeys(folder), lasting ?? cluster!.url)
    try {
      const began = performance.now()
      if (!(await isSeeded(database))) {
        await seed(database)
        print('seeding', (performance.now() - began) / 1000, 's')
      }
      const [city] = await database.query<{ cases: number }>(
        'select count(*)::integer as cases from public.incidents',
      )
      print('incidents', city.cases, 'cases')
      await measure(database)
    } finally {
      await database.close()
    }
  } finally {
    await cluster?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
