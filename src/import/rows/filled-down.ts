import { fieldsOf } from '../kinds/columns'
import { answerTo } from '../questions/answers'
import type { ImportSettings, SourceRow } from '../types'

/** Fields that tables write once for several rows, as cells that were merged and lost that: where a thing belongs. */
const groupFields = new Set(['community', 'street', 'parentName', 'compound'])
/** Of buildings whose parts have a row each also what they are called and where they lie. */
const buildingFields = new Set(['name', 'address', 'lng', 'lat'])

/** Returns the columns of a mapping that may stand in the first row of a group only. */
export function groupColumns({ kind, mapping }: Pick<ImportSettings, 'kind' | 'mapping'>): string[] {
  const fields = fieldsOf[kind].filter(
    ({ name }) => groupFields.has(name) || (kind === 'buildings' && buildingFields.has(name)),
  )
  return [...new Set(fields.flatMap(({ name }) => mapping[name] ?? []))]
}

/** Gives rows what stands above them in the columns of which somebody said so. Rows are given in the order of the file. */
export class FilledDown {
  private readonly columns: string[]
  private readonly last = new Map<string, string>()

  constructor(settings: Pick<ImportSettings, 'kind' | 'mapping' | 'answers'>) {
    this.columns = groupColumns(settings).filter(
      (column) => answerTo(settings, 'blank-below', column) === 'fill',
    )
  }

  /** Returns the row with its blank cells filled. */
  fill(row: SourceRow): SourceRow {
    if (this.columns.length === 0 || row.unreadable || row.broken) return row
    const cells = Object.assign(Object.create(null) as Record<string, string>, row.cells)
    for (const column of this.columns) {
      if ((cells[column] ?? '') === '') cells[column] = this.last.get(column) ?? ''
      else this.last.set(column, cells[column])
    }
    return { ...row, cells }
  }
}
