import { fieldsOf, gridCodeFields } from './columns'
import { isEstimable, saysBuildings } from './estimable'
import { areFew } from '../guesses/few'
import { profileOf } from '../guesses/fits'
import { guessColumns } from '../guesses/guess'
import type { SourceTable } from '../tables/source-table'
import { words } from '../values/text'
import { importKinds, type ImportKind } from '../types'

/** A kind that a file may be of. */
export interface RankedKind {
  kind: ImportKind
  score: number
  /** Required fields for which no column was found. */
  missing: number
  /** Columns, shape or name speak for this kind, and not only for any list of names. */
  isDistinct: boolean
}

const kindWords: [ImportKind, RegExp][] = [
  ['incidents', /incident|311|complaint|case|request|事件|案件|工单|诉求/],
  ['buildings', /building|block|house|楼栋|建筑|房屋|户数|楼/],
  ['crossings', /crossing|bridge|underpass|桥|天桥|地道/],
  ['barriers', /barrier|rail|屏障|阻隔/],
  ['service-points', /service|facilit|station|服务点|服务站|设施|驿站/],
  ['base-map', /road|water|green|land ?use|basemap|park|river|道路|水系|绿地|用地|底图/],
  ['grids', /网格|\bgrids?\b/],
  ['areas', /area|zone|communit|street|district|boundar|社区|街道|区划|边界/],
]

/** Returns the kinds that a file may be of, the likeliest first: by its columns, the shape of its features and its name. */
export function rankKinds(table: SourceTable): RankedKind[] {
  return importKinds.map((kind) => rankKind(kind, table)).sort((a, b) => b.score - a.score)
}

function rankKind(kind: ImportKind, table: SourceTable): RankedKind {
  const { mapping, unsure } = guessColumns(kind, table)
  const isWithoutHouseholds = kind === 'buildings' && saysBuildings(mapping) && isEstimable(table, mapping)
  // Grids without shapes are told by their codes alone.
  const isCoded =
    kind === 'grids' && !table.hasGeometry && !gridCodeFields.some((name) => mapping[name] !== undefined)
  const missing = fieldsOf[kind].filter(
    ({ name, required }) =>
      (required || (isCoded && name === 'code')) &&
      !mapping[name] &&
      !unsure.has(name) &&
      !(name === 'households' && isWithoutHouseholds),
  ).length
  const telling = tellingFields[kind].filter((name) => mapping[name] || unsure.has(name)).length
  const byName = isNamed(kind, table) ? 3 : 0
  const againstAreas = kind === 'areas' && isOfThingsInAreas(table) ? 8 : 0
  const shape = shapeScore(kind, table)
  const score = telling * 2 + byName + shape - missing * 4 - againstAreas
  // Anything may lie on a map: its shape tells a base map where both lines and areas do.
  const byShape = table.hasGeometry && shape > (kind === 'base-map' ? 1 : 0)
  const isDistinct = telling > 0 || byName > 0 || byShape
  return { kind, score, missing, isDistinct }
}

/** Tells whether the name of a file says that it is of a kind. */
export function isNamed(kind: ImportKind, { fileName }: Pick<SourceTable, 'fileName'>): boolean {
  return kindWords.find(([, pattern]) => pattern.test(words(fileName)))?.[0] === kind
}

/**
 * A list with positions, or with more rows than names of areas can have, is one of things that stand in areas, though it names
 * these: taken for areas, each row would become a community.
 */
function isOfThingsInAreas(table: SourceTable): boolean {
  const buildings = guessColumns('buildings', table)
  const incidents = guessColumns('incidents', table)
  const counts = buildings.mapping.households ?? buildings.unsure.has('households')
  const happened = incidents.mapping.reportedAt
  const isPlaced = Boolean((buildings.mapping.lng && buildings.mapping.lat) || table.geometryTypes.Point)
  const repeats = repeatsNames(table, buildings.mapping.community)
  return Boolean(isPlaced || (counts && repeats) || happened)
}

function repeatsNames(table: SourceTable, column: string | undefined): boolean {
  if (!column) return false
  const { words: found, filled } = profileOf(table, column)
  return found === undefined ? false : found.size < filled
}

/** Fields that no other kind has. */
const tellingFields: Record<ImportKind, string[]> = {
  areas: ['parentCode', 'parentName', 'code'],
  buildings: ['households', 'storeys', 'compound', 'use', 'height', 'floorArea'],
  barriers: [],
  crossings: [],
  'base-map': ['class'],
  'service-points': ['telephone'],
  incidents: ['reportedAt', 'closedAt', 'category'],
  grids: ['code', 'micro'],
}

/** Lines are roads, polygons areas or footprints, points service points; only some kinds come as CSV. */
function shapeScore(kind: ImportKind, { hasGeometry, geometryTypes }: SourceTable): number {
  if (!hasGeometry)
    return ['areas', 'buildings', 'service-points', 'incidents', 'grids'].includes(kind) ? 0 : -20
  const all = Object.values(geometryTypes).reduce((sum, count) => sum + count, 0)
  const countOf = (type: string) => {
    const count = (geometryTypes[type] ?? 0) + (geometryTypes[`Multi${type}`] ?? 0)
    return areFew(count, all) ? 0 : count
  }
  const [lines, areas, points] = ['LineString', 'Polygon', 'Point'].map(countOf)
  // Requests happened at points.
  if (kind === 'incidents') return points > 0 && lines + areas === 0 ? 0 : -20
  // One odd feature among others does not make a list of buildings one of areas.
  if (kind === 'grids') return areas > points && lines === 0 ? 1 : lines > 0 ? -10 : 0
  if (kind === 'areas') return areas > points && lines === 0 ? 1 : -10
  if (kind === 'base-map') return lines > 0 && areas > 0 ? 3 : 1
  if (kind === 'barriers' || kind === 'crossings') return lines > 0 ? 0 : -10
  return points > 0 && lines === 0 ? 1 : 0
}
