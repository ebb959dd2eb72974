import { fieldsOf, type Field } from './columns'
import { findPairColumn, readCoordinate } from './coordinates'
import { holdsIdentityNumber, refusedTopic, type RefusedTopic } from './refused'
import type { SourceTable } from './table'
import { words } from './text'
import { importKinds, type ImportKind, type Mapping, type SourceRow } from './types'
import { isEmpty, readNumber, readTime } from './values'

export interface DroppedColumn {
  column: string
  topic: RefusedTopic
}

/** Returns the columns that are never read, each with what it looks like: by its name, or by identity numbers in it. */
export function dropColumns(kind: ImportKind, table: SourceTable): DroppedColumn[] {
  return table.columns.flatMap((column) => {
    const byValue = table.sample.some(({ cells }) => holdsIdentityNumber(cells[column] ?? ''))
    const topic = refusedTopic(column, kind === 'service-points') ?? (byValue ? 'identity-number' : undefined)
    return topic ? [{ column, topic }] : []
  })
}

/** A field for which somebody chose a column that is never read. */
export interface RefusedChoice extends DroppedColumn {
  field: string
}

/** Returns the first field that a mapping takes from a column that is never read, or undefined. */
export function refusedChoice(dropped: DroppedColumn[], mapping: Mapping): RefusedChoice | undefined {
  for (const [field, column] of Object.entries(mapping)) {
    const found = dropped.find((one) => one.column === column)
    if (found) return { ...found, field }
  }
  return undefined
}

/** Guesses which column holds which field: exact names first, then names that contain one; values must fit the type. */
export function guessMapping(kind: ImportKind, table: SourceTable): Mapping {
  const dropped = new Set(dropColumns(kind, table).map(({ column }) => column))
  const names = new Set(table.columns.filter((column) => !dropped.has(column)))
  if (table.sample.some(({ cells }) => '@id' in cells)) names.add('@id')
  const free = new Map([...names].map((column) => [column, words(column)]))
  const mapping: Mapping = {}
  for (const matches of [equals, contains])
    for (const field of fieldsOf[kind]) {
      if (mapping[field.name]) continue
      const column = findColumn(field, free, table.sample, matches)
      if (!column) continue
      mapping[field.name] = column
      free.delete(column)
    }
  takePair(kind, mapping, table)
  return mapping
}

/** One column may hold both numbers of a position. */
function takePair(kind: ImportKind, mapping: Mapping, table: SourceTable): void {
  if (table.hasGeometry || (mapping.lng && mapping.lat) || !fieldsOf[kind].some(({ name }) => name === 'lng'))
    return
  const used = new Set(Object.values(mapping))
  const free = table.columns.filter((column) => !used.has(column))
  const pair = findPairColumn(free, table.sample)
  if (pair) mapping.lng = mapping.lat = pair
}

type Match = (column: string, wanted: string) => boolean
const equals: Match = (column, wanted) => column === words(wanted)
/** One letter, or a word as short as `id`, inside another name means nothing. */
const contains: Match = (column, wanted) =>
  /[一-鿿]{2}/.test(wanted)
    ? column.includes(wanted)
    : wanted.length > 3 && ` ${column} `.includes(` ${wanted} `)

function findColumn(field: Field, free: Map<string, string>, sample: SourceRow[], matches: Match) {
  for (const wanted of field.names)
    for (const [column, name] of free) if (matches(name, wanted) && fits(field, column, sample)) return column
  return undefined
}

/** At least half of what the sample has in the column reads as the field's type. An empty column fits text only. */
function fits({ type }: Field, column: string, sample: SourceRow[]): boolean {
  if (type === 'text') return true
  const values = sample.map(({ cells }) => cells[column] ?? '').filter((value) => !isEmpty(value))
  return values.length > 0 && values.filter(readsAs[type]).length * 2 >= values.length
}

const readsAs: Record<Exclude<Field['type'], 'text'>, (value: string) => boolean> = {
  number: (value) => !Number.isNaN(readNumber(value)),
  degrees: (value) => !Number.isNaN(readCoordinate(value)),
  time: (value) => readTime(value, '+08:00') !== null,
  code: (value) => /^\d{6,}$/.test(value),
}

const kindWords: [ImportKind, RegExp][] = [
  ['incidents', /incident|311|complaint|case|事件|案件|工单|诉求/],
  ['buildings', /building|block|house|楼栋|建筑|房屋|户数/],
  ['crossings', /crossing|bridge|underpass|桥|天桥|地道/],
  ['barriers', /barrier|rail|屏障|阻隔/],
  ['service-points', /service|facilit|station|服务点|服务站|设施|驿站/],
  ['base-map', /road|water|green|land ?use|basemap|park|river|道路|水系|绿地|用地|底图/],
  ['areas', /area|zone|communit|street|district|boundar|社区|街道|区划|边界|网格/],
]

/** A kind that a file may be of. */
export interface RankedKind {
  kind: ImportKind
  score: number
  /** Required fields for which no column was found. */
  missing: number
}

/** Returns the kinds that a file may be of, the likeliest first: by its columns, the shape of its features and its name. */
export function rankKinds(table: SourceTable): RankedKind[] {
  return importKinds.map((kind) => rankKind(kind, table)).sort((a, b) => b.score - a.score)
}

/** Returns the kind that a file most likely is of. Whether that is sure is for `rankKinds` to say. */
export function guessKind(table: SourceTable): ImportKind {
  return rankKinds(table)[0].kind
}

function rankKind(kind: ImportKind, table: SourceTable): RankedKind {
  const mapping = guessMapping(kind, table)
  const missing = fieldsOf[kind].filter((field) => field.required && !mapping[field.name]).length
  const telling = tellingFields[kind].filter((name) => mapping[name]).length
  const byName = kindWords.find(([, pattern]) => pattern.test(words(table.fileName)))?.[0] === kind ? 3 : 0
  const againstAreas = kind === 'areas' && countsHouseholdsAtPositions(table) ? 6 : 0
  const score = telling * 2 + byName + shapeScore(kind, table) - missing * 4 - againstAreas
  return { kind, score, missing }
}

/**
 * A list with households and a position in every row is one of buildings, though it names their streets: taken for areas, each
 * building would become a community. Only codes and a file name that both speak of areas say otherwise.
 */
function countsHouseholdsAtPositions(table: SourceTable): boolean {
  const { households, lng, lat } = guessMapping('buildings', table)
  return Boolean(households && lng && lat)
}

/** Fields that no other kind has. */
const tellingFields: Record<ImportKind, string[]> = {
  areas: ['parentCode', 'parentName', 'code'],
  buildings: ['households', 'storeys', 'compound'],
  barriers: [],
  crossings: [],
  'base-map': ['class'],
  'service-points': ['telephone'],
  incidents: ['reportedAt', 'closedAt', 'category'],
}

/** Lines are roads, polygons areas or footprints, points service points; only some kinds come as CSV. */
function shapeScore(kind: ImportKind, { hasGeometry, geometryTypes }: SourceTable): number {
  if (!hasGeometry) return ['areas', 'buildings', 'service-points', 'incidents'].includes(kind) ? 0 : -20
  if (kind === 'incidents') return -20
  const lines = (geometryTypes.LineString ?? 0) + (geometryTypes.MultiLineString ?? 0)
  const areas = (geometryTypes.Polygon ?? 0) + (geometryTypes.MultiPolygon ?? 0)
  const points = (geometryTypes.Point ?? 0) + (geometryTypes.MultiPoint ?? 0)
  // One odd feature among others does not make a list of buildings one of areas.
  if (kind === 'areas') return areas > points && lines === 0 ? 1 : -10
  if (kind === 'base-map') return lines > 0 && areas > 0 ? 3 : 1
  if (kind === 'barriers' || kind === 'crossings') return lines > 0 ? 0 : -10
  return points > 0 && lines === 0 ? 1 : 0
}
