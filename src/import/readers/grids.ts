import { areasOf } from '../values/geometry'
import { contentId } from '../values/text'
import type { ImportSettings, RowResult, SourceRow } from '../types'
import { Cells } from './cells'

/**
 * Reads a grid that exists already: its ground with a code, or a building with the code of the grid that it is in. Ground may come
 * without a code, and gets one when it is published.
 */
export function readGrid(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const { text: code, isDamaged } = cells.plainCode('code')
  if (isDamaged) return cells.refuse('code-damaged', cells.raw('code'))
  const place = cells.place()
  if ('refusal' in place) return place
  const { geometry } = place
  const payload = { code, name: cells.text('name') }
  // Pieces of one grid are rows of their own, and put together by their code.
  if (areasOf(geometry))
    return cells.accept('row', contentId(JSON.stringify([code, geometry])), payload, geometry)
  if (!code) return cells.refuse('no-code', payload.name)
  return cells.accept('row', cells.source([code, geometry]), payload, geometry)
}
