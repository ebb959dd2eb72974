import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listAreas, readTimeZones } from '../../../src/data/areas'
import { listCategories } from '../../../src/data/categories'
import { listIndicators } from '../../../src/data/indicators'
import { readServicePoints } from '../../../src/data/maps/service-points'
import type { Client } from '../../../src/lib/supabase'

const MANY = 2345

/** A client whose every table has many rows, of which it gives a thousand at a time like PostgREST, in their order or in none. */
function manyRows(row: (number: number) => object) {
  const calls: string[][] = []
  const table = () => {
    const asked: string[] = []
    let [from, to] = [0, Infinity]
    calls.push(asked)
    const query = new Proxy(
      {},
      {
        get(_, name: string) {
          if (name !== 'then')
            return (...given: unknown[]) => {
              asked.push(name)
              if (name === 'range') [from, to] = given as [number, number]
              return query
            }
          const rows = Array.from({ length: MANY }, (_row, number) => row(number))
          const data = rows.slice(from, Math.min(to + 1, from + 1000))
          return (done: (answer: object) => unknown) => done({ data, error: null, status: 200 })
        },
      },
    )
    return query
  }
  return { client: { from: table } as unknown as Client, calls }
}

const lists: Record<string, (client: Client) => Promise<{ length: number } | { size: number }>> = {
  areas: listAreas,
  'time zones': readTimeZones,
  categories: (client) => listCategories(client, 7),
  indicators: listIndicators,
  'service points': (client) => readServicePoints(client, 7),
}

test.each(Object.entries(lists))('%s come to the last row, in an order', async (_, read) => {
  const { client, calls } = manyRows((number) => ({
    id: number,
    district_id: number,
    code: String(number),
    category_deadlines: [],
    position: { coordinates: [113, 35] },
  }))
  const rows = await read(client)
  expect('size' in rows ? rows.size : rows.length).toBe(MANY)
  expect(calls).toHaveLength(3)
  expect(calls.every((asked) => asked.includes('order') && asked.includes('range'))).toBe(true)
})

/** Which may ask without paging: one row is all that there can be. */
const OF_ONE_ROW = ['src/data/imports/import-surroundings.ts']

test('nothing else reads a table, of which the interface gives a thousand rows without a word', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.(ts|vue)$/.test(name))
  const reading = files.filter((name) => {
    const text = readFileSync(name, 'utf8')
    const reads = text.match(/\.from\('\w+'\)\s*\.select\(/g)?.length ?? 0
    return reads > (text.match(/everyRow\(/g)?.length ?? 0)
  })
  expect(reading).toEqual(OF_ONE_ROW)
})
