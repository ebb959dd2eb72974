import type { BuildingParts, SourceTable } from '../tables/source-table'
import { withoutPart } from '../values/parts'
import { clean, contentId, squeezed } from '../values/text'
import { profileOf } from './fits'
import { countingColumns, guessColumns } from './guess'

/** What the parts of a building are counted in: entrances, floors, rooms. */
const partNames = new Set(
  '单元|单元号|单元名|单元名称|单元编号|楼单元|门栋|门洞|楼门|楼道|楼道号|梯号|梯位|楼层号|房号|房间号|室号|户号|房室号|室|호|호수번호|라인|entrance|stair|staircase|stairwell|unit|unit no|unit number|room|room no|flat no|door'
    .split('|')
    .map(squeezed),
)

const endsInPart = /(单元|单元号|门洞|门栋|梯号|房号|房间号|室号|房室号)$/

function isPartColumn(column: string): boolean {
  const name = squeezed(column)
  return partNames.has(name) || endsInPart.test(name)
}

/** Without a column of parts so large a share of the rows has to come again: fewer are mistakes. */
const LEAST_SHARE = 0.1
const MOST_SHOWN = 3

/**
 * Returns the table with what its rows tell of buildings that stand in several: by a column of parts, or since much comes twice
 * and is not the same. Reads all rows once where households are counted.
 */
export async function withParts(table: SourceTable): Promise<SourceTable> {
  const { mapping } = guessColumns('buildings', table)
  const { households, source, name } = mapping
  if (!households || !(name ?? mapping.address ?? source)) return table
  const partColumn = table.columns.find(isPartColumn)
  const place = partColumn ? [] : [mapping.lng, mapping.lat]
  const columns = [mapping.street, mapping.community, mapping.compound, mapping.address, name, ...place]
  const buildings = new Buildings(
    table,
    columns.filter((column) => column !== undefined),
    source,
  )
  for await (const { rows } of table.rows())
    for (const { cells, broken, unreadable, geometry } of rows) {
      if (broken || unreadable) continue
      const called = [name, mapping.address].map((column) => (column ? buildings.cellOf(cells, column) : ''))
      const shape = partColumn || !geometry ? '' : JSON.stringify(geometry)
      buildings.add(cells, called.find((text) => text !== '') ?? '', shape, clean(cells[households] ?? ''))
    }
  const parts = buildings.end(partColumn !== undefined)
  return parts ? { ...table, parts } : table
}

/** The first row of a building: nearly all have no other. */
interface First {
  name: string
  count: string
  id: string
  /** What the row says, but for numbers that count the rows. */
  content: string
}

/** A building of several rows. */
interface Several {
  name: string
  counts: string[]
  isAlike: boolean
  hasOneId: boolean
}

/** Rows by the building that they are of. */
class Buildings {
  private readonly known = new Map<string, First>()
  private readonly several = new Map<string, Several>()
  private readonly above = new Map<string, string>()
  private readonly filled: Set<string>
  private readonly counting: Set<string>
  private rows = 0

  constructor(
    table: SourceTable,
    private readonly columns: string[],
    private readonly source: string | undefined,
  ) {
    this.filled = new Set(columns.filter((column) => profileOf(table, column).isGrouped))
    this.counting = new Set(countingColumns('buildings', table))
  }

  /** Returns a cell, or the one above where only the first row of a group has one. */
  cellOf(cells: Record<string, string>, column: string): string {
    const cell = clean(cells[column] ?? '')
    if (!this.filled.has(column)) return cell
    if (cell !== '') this.above.set(column, cell)
    return this.above.get(column) ?? ''
  }

  /** Adds a row of a building that is called so; without a name or an address its id tells which it is. */
  add(cells: Record<string, string>, name: string, shape: string, count: string): void {
    const id = this.source ? clean(cells[this.source] ?? '') : ''
    if (name === '' && id === '') return
    this.rows++
    const said = this.columns.map((column) => this.cellOf(cells, column))
    const key = contentId(JSON.stringify([name === '' ? id : '', said.map(withoutPart), shape]))
    const content = contentId(
      Object.keys(cells)
        .map((one) => (this.counting.has(one) ? '' : cells[one]))
        .join('\n'),
    )
    const first = this.known.get(key)
    if (!first) return void this.known.set(key, { name: withoutPart(name) || id, count, id, content })
    let found = this.several.get(key)
    if (!found) {
      found = { name: first.name, counts: [first.count], isAlike: true, hasOneId: true }
      this.several.set(key, found)
    }
    found.counts.push(count)
    found.isAlike &&= content === first.content
    found.hasOneId &&= id === first.id
  }

  end(hasColumn: boolean): BuildingParts | undefined {
    const several = [...this.several.values()]
    const again = this.rows - this.known.size
    const differ = several.some(({ isAlike }) => !isAlike)
    if (again === 0 || !(hasColumn || (differ && again >= this.rows * LEAST_SHARE))) return undefined
    const hasOwnIds = several.some(({ hasOneId }) => !hasOneId)
    const examples = several.slice(0, MOST_SHOWN).map(({ name, counts }) => `${name}: ${shown(counts)}`)
    return { rows: this.rows, buildings: this.known.size, hasOwnIds, examples }
  }
}

function shown(counts: string[]): string {
  return counts.slice(0, MOST_SHOWN).join(' + ') + (counts.length > MOST_SHOWN ? ' + …' : '')
}
