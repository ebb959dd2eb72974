import type { MultiPolygon } from 'geojson'

/** A grid as it is handed out. Days are `YYYY-MM-DD`, '' while there is none; shares are of the target, which a dedicated grid does not have. */
export interface GridRow {
  level: number
  code: string
  name: string
  /** Residential, or what it is dedicated to, in words. */
  kind: string
  parent: string
  district: string
  street: string
  community: string
  communityCode: string
  plan: string
  effectiveFrom: string
  standing: string
  target: number | null
  households: number
  /** How many of the households are an estimate: nobody has counted them. */
  estimated: number
  deviation: number | null
  buildings: number
  areaSquareMetres: number
  posts: number
  people: string
}

/** A building with the code of its grid, before publishing the number that the map shows. */
export interface BuildingRow {
  grid: string
  upper: string
  /** The grid above `upper`; left out of plans without a third level. */
  top?: string
  district: string
  street: string
  community: string
  name: string
  households: number
  /** How many of the households are an estimate: nobody has counted them. */
  estimated: number
  lng: number
  lat: number
}

/**
 * A column of a file. An attribute table of a shapefile takes names of ten bytes: `short` in ASCII, `chinese` in three
 * characters; `bytes`: its width there. `letters`: its width in a workbook.
 */
export interface Column<Row> {
  key: keyof Row & string
  short: string
  chinese: string
  kind: 'text' | 'number'
  bytes: number
  decimals?: number
  letters: number
}

type Made<Row> = Column<Row>[]
const text = <Key extends string>(key: Key, short: string, chinese: string, bytes: number, letters: number) =>
  ({ key, short, chinese, kind: 'text', bytes, letters }) as const
const number = <Key extends string>(
  key: Key,
  short: string,
  chinese: string,
  letters: number,
  decimals = 0,
) => ({ key, short, chinese, kind: 'number', bytes: 12, decimals, letters }) as const

/** What is handed out of a grid, in every format. */
export const gridColumns: Made<GridRow> = [
  number('level', 'level', '层级', 6),
  text('code', 'code', '编码', 20, 22),
  text('name', 'name', '名称', 90, 18),
  text('kind', 'kind', '类型', 30, 16),
  text('parent', 'parent', '上级', 20, 22),
  text('district', 'district', '区', 60, 12),
  text('street', 'street', '街道', 90, 14),
  text('community', 'community', '社区', 90, 16),
  text('communityCode', 'comm_code', '社区码', 12, 14),
  text('plan', 'plan', '规划', 120, 24),
  text('effectiveFrom', 'from_day', '生效日', 10, 12),
  text('standing', 'standing', '效力', 90, 14),
  number('target', 'target', '目标', 10),
  number('households', 'households', '户数', 10),
  number('estimated', 'estimated', '估计户', 10),
  number('deviation', 'deviation', '偏差', 10, 4),
  number('buildings', 'buildings', '楼栋数', 10),
  number('areaSquareMetres', 'area_m2', '面积', 14),
  number('posts', 'posts', '岗位', 8),
  text('people', 'people', '人员', 200, 30),
]

/** What is handed out of a building, in every format; a point has its position besides. */
export const buildingColumns: Made<BuildingRow> = [
  text('grid', 'grid', '网格', 20, 22),
  text('upper', 'upper', '上级', 20, 22),
  text('district', 'district', '区', 60, 12),
  text('street', 'street', '街道', 90, 14),
  text('community', 'community', '社区', 90, 16),
  text('name', 'name', '楼栋', 150, 30),
  number('households', 'households', '户数', 10),
  number('estimated', 'estimated', '估计户', 10),
  number('lng', 'lng', '经度', 12, 6),
  number('lat', 'lat', '纬度', 12, 6),
]

const topColumn: Column<BuildingRow> = text('top', 'top', '再上级', 20, 22)

/** Whether what is handed out is of a plan of three levels. */
export function isDeep({ buildings }: { buildings: readonly BuildingRow[] }): boolean {
  return buildings.some(({ top }) => top !== undefined)
}

/** What is handed out of these buildings: in a plan of three levels the code of the top grid as well. */
export function columnsOf(buildings: readonly BuildingRow[]): Made<BuildingRow> {
  if (!isDeep({ buildings })) return buildingColumns
  const at = 1 + buildingColumns.findIndex(({ key }) => key === 'upper')
  return [...buildingColumns.slice(0, at), topColumn, ...buildingColumns.slice(at)]
}

/** Names of every column that a file may have, by its key. */
export const shortNames: ReadonlyMap<string, string> = new Map(
  [...gridColumns, ...buildingColumns, topColumn].map(({ key, short }) => [key, short]),
)

/** What is handed out: grids of all levels with their ground, and the buildings with the codes of their grids. */
export interface FileContents {
  grids: readonly { row: GridRow; geometry: MultiPolygon }[]
  buildings: readonly BuildingRow[]
}

/** What columns are called in a file: in Chinese, or by short names of ASCII. */
export const FIELD_NAMES = ['chinese', 'short'] as const
export type FieldNames = (typeof FIELD_NAMES)[number]
