import type { MultiLineString } from 'geojson'
import { barrierClass } from '../kinds/classes'
import { areasOf, linesOf, outlineOf } from '../values/geometry'
import type { ImportSettings, Refusal, RowResult, SourceRow } from '../types'
import { Cells } from './cells'

/** Reads a barrier. Of an area (a river) the border is taken; classes that were not chosen are refused. */
export function readBarrier(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const outline = outlineRefusal(cells)
  if (outline) return outline
  const name = cells.text('name')
  const found = barrierClass(cells.text('class'), cells.text('group'), name)
  if (!found || !settings.barrierClasses.includes(found.class))
    return cells.refuse('not-a-barrier', cells.text('class') || cells.text('group'))
  const line = readLine(cells)
  if ('refusal' in line) return line
  const isArea = /Polygon/.test(row.geometry?.type ?? '')
  return cells.accept(
    'row',
    cells.source([name, line]) + (isArea ? '/area' : ''),
    { name, kind: found.kind },
    line,
  )
}

/** Reads a bridge, underpass or other way across a barrier. */
export function readCrossing(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const line = readLine(cells)
  if ('refusal' in line) return line
  const name = cells.text('name')
  return cells.accept('row', cells.source([name, line]), { name }, line)
}

/** Map tiles give the border of an area once more as lines: drawn or walled twice it would only be in the way. */
export function outlineRefusal(cells: Cells): { refusal: Refusal } | undefined {
  const isOutline = /^(true|yes|1)$/i.test(cells.raw('outline'))
  return isOutline ? cells.refuse('outline-of-area', cells.text('name')) : undefined
}

function readLine(cells: Cells): MultiLineString | { refusal: Refusal } {
  const found = cells.geometry()
  if ('refusal' in found) return found
  const area = areasOf(found.geometry)
  return (
    linesOf(found.geometry) ?? (area ? outlineOf(area) : cells.refuse('geometry-kind', found.geometry.type))
  )
}
