import { areasOf } from '../values/geometry'
import { contentId } from '../values/text'
import type { ImportSettings, RowResult, SourceRow } from '../types'
import { gridCodeFields } from '../kinds/columns'
import { levelOf } from '../values/levels'
import { Cells } from './cells'

/**
 * Reads a grid that exists already: its ground with a code, or a building with the code of the grid that it is in. Ground may come
 * without a code, and gets one when it is published. Beside it may stand the codes of the grids above it, and on which level it is.
 */
export function readGrid(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const codes = readCodes(cells)
  if ('refusal' in codes) return codes
  const level = levelOf(cells.text('level'))
  if (level === null) return cells.refuse('level-unknown', cells.raw('level'))
  const place = cells.place()
  if ('refusal' in place) return place
  const { geometry } = place
  const isGround = areasOf(geometry) !== undefined
  const lowest = gridCodeFields.find((field) => settings.mapping[field] !== undefined)
  const { code, parent, top, field } = codes
  const payload = {
    code,
    name: cells.text('name'),
    ...(parent && { parent }),
    ...(top && { top }),
    ...(level && { level }),
  }
  // Pieces of one grid are rows of their own, and put together by their code.
  if (isGround) {
    const content = [code, geometry, ...(level ? [level] : [])]
    return cells.accept('row', contentId(JSON.stringify(content)), payload, geometry)
  }
  // A building is in a grid of the lowest level: the code of one above it does not say in which.
  if (!code || field !== lowest) return cells.refuse('no-code', payload.name)
  return cells.accept('row', cells.source([code, geometry]), payload, geometry)
}

interface Codes {
  code: string
  /** Of the grid above, and of the one above that; '' where the file does not say. */
  parent: string
  top: string
  /** The field that the code of the row itself stands in. */
  field: string | undefined
}

/** Returns the code of a row, which stands in the lowest column that has one, and those above it. */
function readCodes(cells: Cells): Codes | ReturnType<Cells['refuse']> {
  const given: { field: string; code: string }[] = []
  for (const field of gridCodeFields) {
    const { text, isDamaged } = cells.plainCode(field)
    if (isDamaged) return cells.refuse('code-damaged', cells.raw(field))
    if (text && given.at(-1)?.code !== text) given.push({ field, code: text })
  }
  const isOwn = given.length > 0 && given[0].field !== 'parent'
  const [own, ...above] = isOwn ? given : [undefined, ...given]
  return { code: own?.code ?? '', parent: above[0]?.code ?? '', top: above[1]?.code ?? '', field: own?.field }
}
