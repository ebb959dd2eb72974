import type { Database, SqlJsStatic, SqlValue } from 'sql.js'
import { DataError } from '../../lib/errors'
import type { FeatureLayer, Format, OpenContext, RawFeature, RecordLayer, Layer, Resources } from './types'
import { cellText } from './values'
import { readWkb, UnknownGeometry } from './wkb'
import { extensionOf } from './names'

const MAGIC = 'SQLite format 3\0'
const ROWS_AT_ONCE = 1000
/** The whole file lies in memory, and SQLite's own copy beside it. */
const MOST_BYTES = 512 * 1024 * 1024

/** GeoPackage (OGC 12-128r19): tables of features and of attributes in an SQLite file. */
export const geopackage: Format = {
  name: 'geopackage',
  detect: (_name, head) => String.fromCharCode(...head.subarray(0, 16)) === MAGIC,
  async open({ name, blob }, context) {
    if (blob.size > MOST_BYTES) throw new DataError('file-too-large', name)
    const database = await openDatabase(new Uint8Array(await blob.arrayBuffer()), context)
    return listLayers(database, name)
  },
}

let engine: Promise<SqlJsStatic> | undefined

/** SQLite is compiled once. What could not be fetched is tried again the next time. */
async function loadEngine(resources: Resources): Promise<SqlJsStatic> {
  try {
    const { default: load } = await import('sql.js')
    const wasm = await resources.sqliteWasm()
    return await load({ wasmBinary: wasm.slice().buffer })
  } catch (cause) {
    engine = undefined
    throw new DataError('no-connection', 'SQLite', cause)
  }
}

async function openDatabase(bytes: Uint8Array, { resources }: OpenContext): Promise<Database> {
  // A file that keeps its changes in a second one (WAL) cannot be opened from memory unless it says that it does not.
  if (bytes[18] === 2) bytes[18] = bytes[19] = 1
  try {
    const { Database: SqliteDatabase } = await (engine ??= loadEngine(resources))
    return new SqliteDatabase(bytes)
  } catch (cause) {
    if (cause instanceof DataError) throw cause
    throw new DataError('file-damaged', 'GeoPackage', cause)
  }
}

function query(database: Database, sql: string): Record<string, SqlValue>[] {
  try {
    const statement = database.prepare(sql)
    const rows: Record<string, SqlValue>[] = []
    while (statement.step()) rows.push(statement.getAsObject())
    statement.free()
    return rows
  } catch (cause) {
    throw new DataError('file-damaged', 'GeoPackage', cause)
  }
}

/** SQLite finds tables and columns by their names in any case, and so are they listed. */
const isSame = (one: unknown, other: unknown) => String(one).toLowerCase() === String(other).toLowerCase()

function listLayers(database: Database, fileName: string): Layer[] {
  const tables = query(database, "select name from sqlite_master where type in ('table', 'view')").map(
    ({ name }) => String(name),
  )
  const has = (name: string) => tables.some((one) => isSame(one, name))
  if (!has('gpkg_contents')) {
    if (extensionOf(fileName) === 'gpkg') throw new DataError('file-damaged', 'GeoPackage')
    throw new DataError('file-unreadable', 'SQLite')
  }
  const shapes = has('gpkg_geometry_columns')
    ? query(database, 'select table_name, column_name, srs_id from gpkg_geometry_columns')
    : []
  const listed = query(database, 'select table_name, data_type from gpkg_contents').filter(
    ({ data_type: type }) => /^(features|attributes|aspatial)$/i.test(String(type)),
  )
  const layers = listed.flatMap(({ table_name: listedName }): Layer[] => {
    const name = tables.find((one) => isSame(one, listedName))
    if (name === undefined) return []
    const shape = shapes.find((one) => isSame(one.table_name, name))
    return shape
      ? [featuresOf(database, name, String(shape.column_name), systemOf(database, shape.srs_id))]
      : [recordsOf(database, name)]
  })
  if (layers.length > 0) return layers
  const others = tables.filter((name) => !/^(gpkg_|sqlite_|rtree_)/i.test(name))
  throw new DataError('file-no-layers', others.slice(0, 5).join(', ') || 'GeoPackage')
}

/** Returns the system as `EPSG:4547` where the file has its number, else as WKT; '' for none. */
function systemOf(database: Database, id: SqlValue): string {
  const number = Number(id)
  if (!(number > 0)) return ''
  const [found] = query(
    database,
    `select organization, organization_coordsys_id as code, definition from gpkg_spatial_ref_sys where srs_id = ${number}`,
  )
  if (!found) return `EPSG:${number}`
  return /^epsg$/i.test(String(found.organization))
    ? `EPSG:${String(found.code)}`
    : String(found.definition ?? '')
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function featuresOf(database: Database, name: string, geometryColumn: string, crs: string): FeatureLayer {
  async function* features(): AsyncGenerator<RawFeature[]> {
    for await (const rows of rowsOf(database, name))
      yield rows.map((row) => {
        const column = Object.keys(row).find((one) => isSame(one, geometryColumn)) ?? geometryColumn
        const { [column]: blob, ...properties } = row
        return { properties, ...shapeOf(blob) }
      })
  }
  return { name, format: 'geopackage', encoding: 'utf-8', crs, features }
}

function recordsOf(database: Database, name: string): RecordLayer {
  async function* records() {
    let line = 1
    for await (const rows of rowsOf(database, name)) {
      const header = line === 1 ? [{ line: 1, cells: Object.keys(rows[0] ?? {}) }] : []
      yield [...header, ...rows.map((row) => ({ line: ++line, cells: Object.values(row).map(textOf) }))]
    }
  }
  return { name, format: 'geopackage', encoding: 'utf-8', records }
}

/** What the types of the library leave out: whole numbers of 64 bits keep their digits. */
type GetBig = (parameters: null, configuration: { useBigInt: boolean }) => unknown[]

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? '' : cellText(value)
}

// eslint-disable-next-line @typescript-eslint/require-await -- rows of every format come the same way
async function* rowsOf(database: Database, name: string): AsyncGenerator<Record<string, unknown>[]> {
  const statement = database.prepare(`select * from ${quoted(name)}`)
  try {
    const columns = statement.getColumnNames()
    let rows: Record<string, unknown>[] = []
    while (statement.step()) {
      const values = (statement.get as GetBig).call(statement, null, { useBigInt: true })
      rows.push(Object.fromEntries(columns.map((column, i) => [column, values[i]])))
      if (rows.length < ROWS_AT_ONCE) continue
      yield rows
      rows = []
    }
    if (rows.length > 0) yield rows
  } catch (cause) {
    throw new DataError('file-damaged', 'GeoPackage', cause)
  } finally {
    statement.free()
  }
}

const envelopeBytes = [0, 32, 48, 48, 64]

/** Reads the header of a geometry (12-128r19, 2.1.3) and what follows it. */
function shapeOf(blob: unknown): Pick<RawFeature, 'geometry' | 'broken'> {
  if (!(blob instanceof Uint8Array)) return { geometry: null }
  const flags = blob[3]
  const start = 8 + (envelopeBytes[(flags >> 1) & 7] ?? 0)
  const isEmpty = (flags & 16) !== 0
  if (isEmpty) return { geometry: null }
  try {
    if (blob[0] !== 0x47 || blob[1] !== 0x50) throw new RangeError('no GeoPackage geometry')
    return { geometry: readWkb(blob.subarray(start)) }
  } catch (failure) {
    const reason = failure instanceof UnknownGeometry ? 'geometry-kind' : 'geometry-invalid'
    return { geometry: null, broken: { reason, detail: failure instanceof Error ? failure.message : '' } }
  }
}
