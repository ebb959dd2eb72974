import type { SourceRow } from '../types'
import { type GeometryText, readGeometryText } from '../values/geometry-text'
import { isEmpty } from '../values/values'
import { readShape } from './shape'
import type { SourceTable } from './source-table'

/**
 * Finds the column of a list whose cells are geometries, as QGIS and databases export them, and returns the table with these as the
 * geometry of its rows. Points alone stay a column of positions, which lists of requests have too; the system that the cells state is
 * that of the file either way. Reads all rows once where there is such a column.
 */
export async function withGeometryColumn(table: SourceTable): Promise<SourceTable> {
  if (table.hasGeometry) return table
  const found = table.columns.find((column) => isGeometry(table.sample, column))
  if (found === undefined) return table
  const texts = textsOf(table.sample, found)
  const crs = table.crs || (texts.find(({ system }) => system !== '')?.system ?? '')
  const geometryTypes: Record<string, number> = {}
  for await (const { rows } of table.rows())
    for (const { cells } of rows) {
      const type = readGeometryText(cells[found])?.type ?? 'null'
      geometryTypes[type] = (geometryTypes[type] ?? 0) + 1
    }
  if (Object.keys(geometryTypes).every((type) => type === 'Point' || type === 'null'))
    return { ...table, crs }
  const toPlaced = (row: SourceRow) => placed(row, found, crs)
  return {
    ...table,
    crs,
    hasGeometry: true,
    geometryColumn: found,
    geometryTypes,
    sample: table.sample.map(toPlaced),
    async *rows() {
      for await (const { rows, share } of table.rows()) yield { rows: rows.map(toPlaced), share }
    },
  }
}

function isGeometry(sample: SourceRow[], column: string): boolean {
  const filled = sample.filter(({ cells }) => !isEmpty(cells[column] ?? '')).length
  return filled > 0 && textsOf(sample, column).length * 2 >= filled
}

function textsOf(sample: SourceRow[], column: string): GeometryText[] {
  return sample.flatMap(({ cells }) => readGeometryText(cells[column] ?? '') ?? [])
}

/** A row with the geometry of its cell. What stands there and is none, or states another system than the others, costs the row. */
function placed(row: SourceRow, column: string, crs: string): SourceRow {
  const cell = row.cells[column] ?? ''
  if (row.unreadable || isEmpty(cell)) return row
  const text = readGeometryText(cell)
  if (!text || (text.system !== '' && text.system !== crs))
    return { ...row, broken: { reason: 'geometry-invalid', detail: cell.slice(0, 40) } }
  const shape = readShape(text.geometry)
  if ('problem' in shape) return { ...row, broken: shape.problem }
  return { ...row, geometry: shape.geometry, ...(shape.mended && { mended: true as const }) }
}
