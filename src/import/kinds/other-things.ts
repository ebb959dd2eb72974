import type { SourceRow } from '../types'
import { words } from '../values/text'
import { isEmpty } from '../values/values'
import { baseClass, type BaseClass } from './classes'

/** What a file of buildings may hold beside them, as the layers of a map are called; `line` where nothing says which. */
export type OtherThing = Exclude<BaseClass['layer'], 'building' | 'place' | 'land'> | 'line'
export type OtherThings = Map<OtherThing, { count: number; names: string[] }>

const classNames = new Set(
  'kind detail|highway|fclass|class|feature class|feature type|类型|要素类型|要素类别|等级|道路等级|waterway|railway|natural|leisure|landuse|kind|layer|图层|大类|类别|category|type'.split(
    '|',
  ),
)
/** Columns that hold nothing but one sort of thing: whatever stands in them. */
const ofOneSort = new Map<string, OtherThing>([
  ['highway', 'road'],
  ['railway', 'rail'],
  ['waterway', 'water'],
])
const buildingNames = new Set(['building', '建筑'])
const nameNames = new Set(['name', '名称', '路名', '河流名称', 'name zh'])

/** Returns what a feature is that is no building: by its shape, or by what its columns of classes say; undefined for buildings. */
export function otherThing({ cells, geometry }: SourceRow): OtherThing | undefined {
  const isLine = geometry !== null && /LineString/.test(geometry.type)
  let found: OtherThing | undefined
  for (const column of Object.keys(cells)) {
    const cell = cells[column]
    if (isEmpty(cell)) continue
    const name = words(column)
    if (buildingNames.has(name) && !isLine && cell.toLowerCase() !== 'no') return undefined
    if (!classNames.has(name)) continue
    found ??= ofOneSort.get(name) ?? layerOf(cell, isLine)
  }
  return found ?? (isLine ? 'line' : undefined)
}

/** A word such as `service` is a road as a line and nothing certain as an area. */
function layerOf(cell: string, isLine: boolean): OtherThing | undefined {
  const layer = baseClass(cell, '', !isLine)?.layer
  if (layer === 'rail' || layer === 'water' || layer === 'green') return layer
  return layer === 'road' && (isLine || isRoadWord(cell)) ? 'road' : undefined
}

function isRoadWord(cell: string): boolean {
  return /路|街巷|高速|road|highway/i.test(cell) && words(cell) !== 'railway'
}

const MOST_NAMES = 3

/** Counts what is no building, with the first names of each sort. */
export function countOther(things: OtherThings, row: SourceRow): void {
  const thing = otherThing(row)
  if (!thing) return
  let sort = things.get(thing)
  if (!sort) things.set(thing, (sort = { count: 0, names: [] }))
  sort.count++
  const column = Object.keys(row.cells).find((one) => nameNames.has(words(one)))
  const name = column === undefined ? '' : row.cells[column]
  if (name && sort.names.length < MOST_NAMES && !sort.names.includes(name)) sort.names.push(name)
}
