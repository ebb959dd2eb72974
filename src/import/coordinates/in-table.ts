import { words } from '../values/text'
import type { SourceTable } from '../tables/source-table'
import type { CoordinateSystem } from '../types'
import { isReadable } from './convert'
import { systemInWords } from './stated'

/** What a table says of its positions in words; the system is '' where it says several. */
export interface TableSystem {
  system: CoordinateSystem
  by: 'column' | 'file'
  detail: string
}

const columnNames = new Set(
  '坐标系|坐标系统|坐标类型|坐标系类型|坐标系名称|坐标来源|crs|srs|srid|epsg|datum|coordinate system|coordinate type|coord type|coord system|coordsys|coordtype'
    .split('|')
    .map(words),
)
const isAboutPlaces = /坐标|投影|coordinates?\b|\bcrs\b|\bdatum\b|epsg/i

/** Returns the system that words mean, such as `WGS-84`, `EPSG:4547`, 国家2000; undefined for others, and for those that leave a zone open. */
export function systemMeant(text: string): CoordinateSystem | undefined {
  const byService = systemInWords(text)
  if (byService) return byService
  const code = /(?:epsg\D{0,3}|^\s*)(\d{4,5})\b/i.exec(text)?.[1]
  if (code && isReadable(`EPSG:${code}`)) return code === '4326' ? 'wgs84' : `EPSG:${code}`
  if (/wgs[-_ ]?(19)?84/i.test(text)) return 'wgs84'
  return /cgcs[-_ ]?2000|国家2000|大地2000|2000国家大地/i.test(text) ? 'EPSG:4490' : undefined
}

/** Returns the column in which the rows state systems, of which there are several; undefined where all state one, or none. */
export function columnOfSystems({
  columns,
  profiles,
}: Pick<SourceTable, 'columns' | 'profiles'>): string | undefined {
  return columns.find((column) => {
    if (!columnNames.has(words(column))) return false
    const meant = new Set([...(profiles?.get(column)?.words?.keys() ?? [])].map(systemMeant))
    return meant.size > 1
  })
}

/** Returns what the lines above a table or a column beside its positions say of their system; undefined where neither says anything. */
export function systemInTable({
  columns,
  profiles,
  titles = [],
}: Pick<SourceTable, 'columns' | 'profiles' | 'titles'>): TableSystem | undefined {
  for (const column of columns) {
    const values = columnNames.has(words(column)) ? [...(profiles?.get(column)?.words?.keys() ?? [])] : []
    const meant = [...new Set(values.map(systemMeant))]
    if (meant.every((one) => one === undefined)) continue
    const detail = `${column}: ${values.slice(0, 5).join(', ')}`
    return { system: meant.length === 1 ? meant[0]! : '', by: 'column', detail }
  }
  const title = titles.find((text) => isAboutPlaces.test(text) && systemMeant(text))
  return title === undefined
    ? undefined
    : { system: systemMeant(title)!, by: 'file', detail: title.trim().slice(0, 60) }
}
