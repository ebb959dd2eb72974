import { toGeoJson } from './geojson'
import type { Queries } from './types'

type Parsers = Record<number, (value: never) => unknown>

const timestamptz = 1184
const timestamp = 1114
const numeric = 1700

/**
 * Has values come out of the database as PostgREST prints them, which lite leaves as PostgreSQL's own text: times with a T,
 * numerics as numbers and, once PostGIS is there, geometries as GeoJSON. `parsers` are those of the driver, by the type's
 * oid.
 */
export async function printAsPostgrest(parsers: Parsers, queries: Queries): Promise<void> {
  const [{ oid }] = await queries.query<{ oid: number | null }>(
    `select to_regtype('extensions.geometry')::oid::int8::float8 as oid`,
  )
  Object.assign(parsers, {
    [timestamptz]: toIso,
    [timestamp]: toIso,
    [numeric]: toNumber,
    ...(oid && { [oid]: toGeoJson }),
  })
}

/** `2026-11-28 22:54:08.786+00` → `2026-11-28T22:54:08.786+00:00`; `infinity` stays. */
function toIso(written: string): string {
  return written.replace(/^(\d{4,})(-\d\d-\d\d) /, '$1$2T').replace(/([+-]\d\d)$/, '$1:00')
}

/** A number that JavaScript cannot hold to its last digit stays text. */
function toNumber(written: string): number | string {
  const number = Number(written)
  const digits = written.replace(/^-/, '').replace('.', '').replace(/^0+/, '').length
  return Number.isFinite(number) && digits <= 15 ? number : written
}
