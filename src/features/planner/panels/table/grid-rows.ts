import type { GridFacts } from '../../../../plan/model/draft'
import type { GridFigure } from '../../../../plan/model/figures'

/** The columns of the table of grids, as they stand in it; load where the scheme balances by more than households. */
export const COLUMNS = [
  'number',
  'community',
  'street',
  'households',
  'deviation',
  'buildings',
  'compactness',
  'cutCompounds',
  'walk',
  'incidents',
  'visits',
  'load',
] as const
export type Column = (typeof COLUMNS)[number]

/** A grid in the table. */
export interface GridRow {
  figure: GridFigure
  /** The number on the grid; the end of its code. */
  number: string
  code: string | undefined
  name: string
  /** What a dedicated grid is for. */
  kind: GridFacts['kind']
  community: string
  street: string
  isLocked: boolean
  /** Households that nobody has counted. */
  estimated: number
  /** The plan that took its place; null where none did. */
  replacedBy: { nowName: string | null; until: string | null } | null
  /** Incidents of the last twelve months; null while they are not known. */
  incidents: number | null
  /** Households called on in the last twelve months, each time counted; null while they are not known. */
  visits: number | null
  /** What the grid has to bear, in households; null while it is not known. */
  load: number | null
}

/** How the table is sorted. */
export interface RowOrder {
  column: Column
  isDescending: boolean
}

/** What stands in a column, as it is sorted and handed out. */
export const VALUES: Record<Column, (row: GridRow) => string | number | null> = {
  number: ({ code, number }) => code ?? number,
  community: ({ community }) => community,
  street: ({ street }) => street,
  households: ({ figure }) => figure.households,
  deviation: ({ figure }) => figure.deviation,
  buildings: ({ figure }) => figure.buildings,
  compactness: ({ figure }) => figure.polygon?.polsbyPopper ?? null,
  cutCompounds: ({ figure }) => figure.cutCompounds,
  walk: ({ figure }) => figure.walkMetres,
  incidents: ({ incidents }) => incidents,
  visits: ({ visits }) => visits,
  load: ({ load }) => load,
}

/** Returns what of a code stands before the number: the community, and the same for all its grids; empty in a draft. */
export function codePrefix({ code, number }: Pick<GridRow, 'code' | 'number'>): string {
  return code?.endsWith(number) ? code.slice(0, -number.length) : ''
}

/**
 * Returns the rows in the order that is asked for: what is the same in a column goes by number upwards, what has no
 * value stands at the end whichever way. O(n log n).
 */
export function sortedRows(
  rows: readonly GridRow[],
  { column, isDescending }: RowOrder,
  language: string,
): GridRow[] {
  const words = new Intl.Collator(language, { numeric: true })
  const compare = (one: string | number, other: string | number) =>
    typeof one === 'number' ? one - Number(other) : words.compare(one, String(other))
  const byNumber = (one: GridRow, other: GridRow) =>
    compare(one.code ?? one.number, other.code ?? other.number)
  const value = VALUES[column]
  const sign = isDescending ? -1 : 1
  return [...rows].sort((one, other) => {
    const [first, second] = [value(one), value(other)]
    if (first === null || second === null) {
      return Number(first === null) - Number(second === null) || byNumber(one, other)
    }
    return sign * compare(first, second) || byNumber(one, other)
  })
}

/** Returns the rows of which code, number, name, community or street holds what is typed; all where nothing is. */
export function foundRows(rows: readonly GridRow[], typed: string): readonly GridRow[] {
  const text = typed.trim().toLocaleLowerCase()
  if (!text) return rows
  return rows.filter(({ code, number, name, community, street }) =>
    [code, number, name, community, street].some((word) => word?.toLocaleLowerCase().includes(text)),
  )
}

/** Returns the rows of each street, in the order in which they come; none where there is but one. */
export function byStreet(rows: readonly GridRow[]): { street: string; rows: GridRow[] }[] {
  const groups = new Map<string, GridRow[]>()
  for (const row of rows) {
    const group = groups.get(row.street)
    if (group) group.push(row)
    else groups.set(row.street, [row])
  }
  return groups.size > 1 ? [...groups].map(([street, own]) => ({ street, rows: own })) : []
}

/** Returns what rows come to; incidents, visits and load are null where those of any row are not known. */
export function sumsOf(rows: readonly GridRow[]): {
  households: number
  estimated: number
  buildings: number
  cutCompounds: number
  incidents: number | null
  visits: number | null
  load: number | null
} {
  const sum = (of: (row: GridRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const known = (what: 'incidents' | 'visits' | 'load') =>
    rows.some((row) => row[what] === null) ? null : sum((row) => row[what] ?? 0)
  return {
    households: sum(({ figure }) => figure.households),
    estimated: sum(({ estimated }) => estimated),
    buildings: sum(({ figure }) => figure.buildings),
    cutCompounds: sum(({ figure }) => figure.cutCompounds),
    incidents: known('incidents'),
    visits: known('visits'),
    load: known('load'),
  }
}
