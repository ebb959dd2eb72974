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
