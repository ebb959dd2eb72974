/** Cells that were merged, from 0, the last row and column included. */
export interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

const MOST_HEAD_ROWS = 20

/**
 * Returns the rows with the value of merged cells in each of them: a street written once beside its communities holds for all of
 * them. What was merged across the whole sheet is a title and stays one cell.
 */
export function spread(rows: string[][], merges: Merge[], width: number): string[][] {
  const filled = rows.map((row) => [...row])
  for (const { top, left, bottom, right } of merges) {
    if (isTitle({ top, left, bottom, right }, width)) continue
    const value = rows[top]?.[left] ?? ''
    for (let row = top; row <= Math.min(bottom, rows.length - 1); row++)
      for (let column = left; column <= Math.min(right, width - 1); column++) filled[row][column] = value
  }
  return filled
}

/**
 * Returns, for each row, the columns whose cell was merged with cells of other rows, and whether all that the row holds stands in such
 * cells and began further up: then it is no row of its own but the second half of a tall one.
 */
export function sharedCells(
  rows: string[][],
  merges: Merge[],
  width: number,
): { columns: number[]; isContinued: boolean }[] {
  const tall = merges.filter((merge) => merge.bottom > merge.top && !isTitle(merge, width))
  const linesOf = ({ top, bottom }: Merge) =>
    Array.from({ length: Math.min(bottom, rows.length - 1) - top + 1 }, (_, i) => top + i)
  const columnsOf = ({ left, right }: Merge) =>
    Array.from({ length: Math.min(right, width - 1) - left + 1 }, (_, i) => left + i)
  const below = rows.map(() => new Set<number>())
  for (const merge of tall)
    for (const row of linesOf(merge).slice(1)) for (const column of columnsOf(merge)) below[row].add(column)
  const isContinued = rows.map(
    (cells, i) => below[i].size > 0 && cells.every((cell, column) => cell === '' || below[i].has(column)),
  )
  const columns = rows.map((): number[] => [])
  for (const merge of tall) {
    const own = linesOf(merge).filter((row) => !isContinued[row])
    if (own.length > 1) for (const row of own) columns[row].push(...columnsOf(merge))
  }
  return rows.map((_, i) => ({ columns: columns[i], isContinued: isContinued[i] }))
}

function isTitle({ left, right }: Merge, width: number): boolean {
  return width > 2 && right - left + 1 >= Math.max(3, width - 1)
}

/** The rows of a head from `from` to `to` as one: names of groups stand before names that occur more than once. */
export interface Head {
  from: number
  to: number
  cells: string[]
}

/** Finds a head of several rows by the cells that were merged in it; undefined where the head is one row. */
export function headOf(rows: string[][], merges: Merge[], width: number): Head | undefined {
  const from = rows.slice(0, MOST_HEAD_ROWS).findIndex((row) => row.filter((cell) => cell !== '').length > 1)
  if (from < 0) return undefined
  let to = from
  for (let row = from; row <= to; row++)
    for (const merge of merges) {
      if (merge.top !== row || isTitle(merge, width)) continue
      const isGroup = merge.right > merge.left
      to = Math.max(to, Math.min(isGroup ? merge.bottom + 1 : merge.bottom, rows.length - 1, from + 4))
    }
  const isHead = merges.some(
    (merge) => merge.top === from && !isTitle(merge, width) && merge.right > merge.left,
  )
  if (to === from || !isHead) return undefined
  return { from, to, cells: joined(rows.slice(from, to + 1)) }
}

function joined(rows: string[][]): string[] {
  const last = rows.at(-1)!
  const times = new Map<string, number>()
  for (const cell of last) times.set(cell, (times.get(cell) ?? 0) + 1)
  return last.map((cell, column) => {
    const groups = [
      ...new Set(
        rows
          .slice(0, -1)
          .map((row) => row[column])
          .filter((group) => group !== '' && group !== cell),
      ),
    ]
    if (cell === '') return groups.at(-1) ?? ''
    return (times.get(cell) ?? 0) > 1 && groups.length > 0 ? `${groups.join(' ')} ${cell}` : cell
  })
}
