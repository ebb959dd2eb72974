import { gzipSync } from 'node:zlib'
import type { Database } from '../../../supabase/local/database/types'
import { decodeColumns, type IncidentColumns } from '../../../src/data/incidents/column-decoding'
import type { ColumnChunks } from '../../../src/data/incidents/columns'
import { type CaseChunk, joinChunks } from '../../../src/lib/incidents/case-columns'
import { bytesPerCase } from '../../support/bytes-per-case'
import { AnalysisEngine, type Ground, type Selection } from '../../../src/workers/analysis-engine'
import type { Figure } from '../incidents/figures'
import { p95 } from '../incidents/figures'
import { AREA, asStaff } from './indicators'

const DAY_HOURS = 24
const MOVES = 30
const SCREEN = { width: 1600, height: 900 }

interface Community {
  id: number
  polygons: Ground['communities'][number]['polygons']
}

/** What the heat map loads and does: columns on the wire, and the worker's answers to what a reader changes. */
export async function* columnFigures(database: Database): AsyncGenerator<Figure> {
  const { chunks, texts, slowest } = await readAll(database)
  const bytes = texts.reduce((sum, text) => sum + gzipSync(text).length, 0)
  yield { name: 'columns: on the wire, gzip', value: bytes / 1e6, unit: 'MB', bar: 5 }
  yield { name: 'columns: slowest month in the database', value: slowest, unit: 'ms', bar: null }

  const read = texts.map((text) => JSON.parse(text) as IncidentColumns)
  const decoded: [string, CaseChunk][] = []
  const decoding = timed(() => read.forEach((one) => decoded.push([one.month, decodeColumns(one)])))
  yield { name: 'columns: decoded, all months', value: decoding, unit: 'ms', bar: null }
  yield { name: 'columns: longest month decoded', value: longest(read), unit: 'ms', bar: 50 }

  const communities = await readCommunities(database, chunks.communities)
  const categories = [...new Set(read.flatMap((one) => one.categories))]
  const columns = joinChunks(
    decoded.map(([, chunk]) => chunk),
    categories,
    chunks.communities,
  )
  const perCase = bytesPerCase(columns)
  yield { name: 'columns: in memory', value: perCase, unit: 'bytes a case', bar: 12 }

  const engine = new AnalysisEngine()
  engine.setGround({ communities })
  decoded.forEach(([month, chunk]) => engine.put(month, chunk))
  engine.join(
    decoded.map(([month]) => month),
    categories,
  )
  const until = (columns.firstDay + columns.dayStarts.length - 1) * DAY_HOURS
  yield* engineFigures(engine, until, categories)
}

function* engineFigures(engine: AnalysisEngine, until: number, categories: readonly number[]) {
  const at = (days: number, back: number, chosen: readonly number[] | null = null): Selection => ({
    window: {
      question: 'reported',
      from: until - (back + days) * DAY_HOURS,
      until: until - back * DAY_HOURS,
    },
    filter: { categories: chosen, communities: null, hours: null, inside: null },
    versus: null,
    isDifference: false,
    bandwidth: 200,
    per: 'area',
  })
  yield { name: 'worker: first look at everything', value: timed(() => engine.look(at(2000, 0))), unit: 'ms', bar: null } // prettier-ignore
  for (const [name, days] of Object.entries({ month: 28, year: 365 })) {
    engine.look(at(days, MOVES))
    const moves = Array.from({ length: MOVES }, (_, move) =>
      timed(() => engine.look(at(days, MOVES - 1 - move))),
    )
    yield { name: `worker: a window of a ${name} moved by a day, with its density`, value: p95(moves), unit: 'ms', bar: 16 } // prettier-ignore
    const changes = categories.slice(0, 5).map((one) => timed(() => engine.look(at(days, 0, [one]))))
    yield { name: `worker: category, window of a ${name}`, value: p95(changes), unit: 'ms', bar: 50 }
  }
  const view = { west: 113, south: 35, east: 113.2, north: 35.11, ...SCREEN }
  const scale = {
    limits: [20, 50, 100, 200, 400, 800],
    colours: Array(6).fill([1, 2, 3, 200]),
    nothing: [1, 2, 3, 100] as const,
    edge: [1, 2, 3, 255] as const,
  }
  const paints = Array.from({ length: 5 }, () => timed(() => engine.picture(view, scale)))
  yield { name: 'worker: picture of 1600 × 900', value: p95(paints), unit: 'ms', bar: 34 }
}

async function readAll(database: Database) {
  return asStaff(database, async (queries) => {
    const ask = async (call: string) =>
      (await queries.query<{ answer: string }>(`select public.${call}::text as answer`))[0].answer
    const chunks = JSON.parse(await ask(`incident_column_chunks(${AREA})`)) as ColumnChunks
    const texts: string[] = []
    let slowest = 0
    for (const { month } of chunks.chunks) {
      const began = performance.now()
      texts.push(await ask(`incident_columns(${AREA}, '${month}')`))
      slowest = Math.max(slowest, performance.now() - began)
    }
    return { chunks, texts, slowest }
  })
}

async function readCommunities(database: Database, ids: readonly number[]): Promise<Community[]> {
  const rows = await database.query<{ id: number; polygons: string }>(
    `select id::integer, (extensions.st_asgeojson(boundary)::jsonb -> 'coordinates')::text as polygons from public.areas where kind = 'community'`,
  )
  const byId = new Map(rows.map(({ id, polygons }) => [id, JSON.parse(polygons) as Community['polygons']]))
  return ids.map((id) => ({ id, polygons: byId.get(id) ?? [] }))
}

function timed(work: () => unknown): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

const longest = (read: readonly IncidentColumns[]) =>
  Math.max(...read.map((one) => timed(() => decodeColumns(one))))
