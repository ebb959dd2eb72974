import { areasOf } from '../values/geometry'
import type { ImportSettings, RowPart, RowResult, SourceRow } from '../types'
import { withoutNumber } from '../values/numbered'
import { unpadded } from '../values/codes'
import { Cells } from './cells'

const levelOfDigits: Record<number, RowPart> = { 6: 'district', 9: 'street', 12: 'community' }

/**
 * Reads an area. A statistics code of 6, 9 or 12 digits tells its level and parent; otherwise the settings tell the level, the
 * columns the parent, and the database gives a code. A district other than the chosen one is refused.
 */
export function readArea(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const called = cells.text('name')
  const name = withoutNumber(called)
  if (name !== called) cells.doubt('spelled-otherwise', `${called} → ${name}`)
  if (!name) return cells.refuse('no-name')
  const { text: written, isDamaged } = cells.code('code')
  const given = unpadded(written)
  const goesByName = settings.answers[`damaged-codes:${settings.mapping.code}`] === 'names'
  if (isDamaged && !goesByName) return cells.refuse('code-damaged', cells.raw('code'))
  if (isDamaged) cells.doubt('code-damaged', cells.raw('code'))
  const parent = cells.code('parentCode')
  const parentCode = unpadded(parent.text)
  if (parent.isDamaged) return cells.refuse('code-damaged', cells.raw('parentCode'))
  const code = /^\d{6}(\d{3}){0,2}$/.test(given) ? given : ''
  if (given && !code && /^\d+$/.test(given)) return cells.refuse('code-malformed', given)
  const district = code.slice(0, 6) || /^\d{6}/.exec(parentCode)?.[0]
  if (district && district !== settings.districtCode) return cells.refuse('other-district', district)
  const boundary = readBoundary(cells)
  if ('refusal' in boundary) return boundary
  const level = levelOfDigits[code.length] ?? levelByName(name, settings.level)
  const source = cells.optionalCode('source') || given || `${cells.text('parentName')}/${name}`
  const payload = { name, nameEn: cells.text('nameEn'), code, ...readParent(cells, code, parentCode) }
  return cells.accept(level, source, payload, boundary.geometry)
}

/** In a list of communities, what is called a street or a town is one. */
function levelByName(name: string, level: ImportSettings['level']): RowPart {
  return level === 'community' && /(街道|街道办|街道办事处|[^\s]镇|[^\s]乡)$/.test(name) ? 'street' : level
}

function readParent(cells: Cells, code: string, parentCode: string): { parentCode: string; parent: string } {
  if (code.length === 12) return { parentCode: code.slice(0, 9), parent: cells.text('parentName') }
  return { parentCode: /^\d{9}$/.test(parentCode) ? parentCode : '', parent: cells.text('parentName') }
}

/** A list of codes and names has no boundaries: these are derived later, or come from another file. */
function readBoundary(cells: Cells) {
  if (!cells.row.geometry) return { geometry: null }
  const found = cells.geometry()
  if ('refusal' in found) return found
  return areasOf(found.geometry) ? found : cells.refuse('geometry-kind', found.geometry.type)
}
