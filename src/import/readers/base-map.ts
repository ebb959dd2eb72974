import { baseClass, type BaseClass } from '../kinds/classes'
import { areasOf, linesOf } from '../values/geometry'
import type { ImportSettings, RowResult, SourceRow } from '../types'
import { words } from '../values/text'
import { Cells } from './cells'
import { outlineRefusal } from './lines'

/** Reads what the base map draws. Points are kept for their names only. */
export function readBaseFeature(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const outline = outlineRefusal(cells)
  if (outline) return outline
  const found = cells.geometry()
  if ('refusal' in found) return found
  const { geometry } = found
  const name = cells.text('name')
  const shape = linesOf(geometry) ? 'line' : areasOf(geometry) ? 'area' : 'point'
  if (shape === 'point' && !name) return cells.refuse('no-name')
  const kind = readClass(cells, shape)
  if (!kind) return cells.refuse('class-unknown', cells.text('class') || cells.text('group'))
  const payload = { layer: kind.layer, class: kind.class, name, nameEn: cells.text('nameEn') }
  const source = cells.source([payload, geometry]) + (shape === 'area' ? '' : `/${shape}`)
  return cells.accept('row', source, payload, geometry)
}

function readClass(cells: Cells, shape: 'line' | 'area' | 'point'): BaseClass | undefined {
  const [cls, group] = [cells.text('class'), cells.text('group')]
  if (shape === 'point') return { layer: 'place', class: cls || group }
  const isBuilding =
    shape === 'area' && (cells.settings.layer === 'building' || isTaggedBuilding(cells, group))
  if (isBuilding) return { layer: 'building', class: cls || group }
  if (!cls && !group) return { layer: cells.settings.layer, class: '' }
  return baseClass(cls, group, shape === 'area')
}

/** OpenStreetMap says of a building what it is in a column of its own: whatever stands there, it is one. */
function isTaggedBuilding({ settings }: Cells, group: string): boolean {
  return words(settings.mapping.group ?? '') === 'building' && group !== '' && group !== 'no'
}
