/** The lines of the drawn district: a slightly turned street pattern that a river runs through. */

interface Block {
  path: string
  tone: 0 | 1
}

const COLUMNS = [-60, 130, 290, 500, 640, 850, 1010, 1210, 1400, 1560, 1720]
const ROWS = [-60, 90, 230, 330, 480, 620, 740, 900, 1060]

/** Where a crossing lies: the pattern bends a little, as streets that follow a river do. */
function crossing(column: number, row: number): [number, number] {
  const [x, y] = [COLUMNS[column], ROWS[row]]
  return [x + 46 * Math.sin(y / 310), y + 38 * Math.sin(x / 420 + 0.6)]
}

function along(points: [number, number][]): string {
  return 'M' + points.map(([x, y]) => `${x.toFixed(0)} ${y.toFixed(0)}`).join('L')
}

function riverY(x: number): number {
  return 560 + 90 * Math.sin(x / 330)
}

function between([x1, y1]: [number, number], [x2, y2]: [number, number], share: number): [number, number] {
  return [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share]
}

/** The buildings of one block: rows parallel to its streets, leaving the river free. */
function blockBuildings(column: number, row: number): Block[] {
  const [a, b] = [crossing(column, row), crossing(column + 1, row)]
  const [d, c] = [crossing(column, row + 1), crossing(column + 1, row + 1)]
  const across = Math.max(2, Math.round((b[0] - a[0]) / 48))
  const down = Math.max(2, Math.round((d[1] - a[1]) / 34))
  const point = (u: number, v: number) => between(between(a, b, u), between(d, c, u), v)
  const blocks: Block[] = []
  for (let i = 0; i < across; i++) {
    for (let j = 0; j < down; j++) {
      const [u, v] = [(i + 0.22) / across, (j + 0.3) / down]
      const [x, y] = point(u, v)
      if (Math.abs(y - riverY(x)) < 62) continue
      const corners = [
        point(u, v),
        point(u + 0.6 / across, v),
        point(u + 0.6 / across, v + 0.42 / down),
        point(u, v + 0.42 / down),
      ]
      blocks.push({ path: along(corners) + 'Z', tone: (column * 7 + row * 5) % 11 === 0 ? 1 : 0 })
    }
  }
  return blocks
}

const PARKS = new Set(['3-2', '7-5', '5-6', '1-4'])
const pairs = COLUMNS.slice(1).flatMap((_, column) =>
  ROWS.slice(1).map((_unused, row) => [column, row] as const),
)

export const BLOCKS: Block[] = pairs
  .filter(([column, row]) => !PARKS.has(`${column}-${row}`))
  .flatMap(([column, row]) => blockBuildings(column, row))

export const GREENS: string[] = pairs
  .filter(([column, row]) => PARKS.has(`${column}-${row}`))
  .map(
    ([column, row]) =>
      along([
        crossing(column, row),
        crossing(column + 1, row),
        crossing(column + 1, row + 1),
        crossing(column, row + 1),
      ]) + 'Z',
  )

export const ROADS = [
  ...COLUMNS.map((_, column) => ({
    path: along(ROWS.map((_unused, row) => crossing(column, row))),
    width: column % 3 === 0 ? 9 : 4,
  })),
  ...ROWS.map((_, row) => ({
    path: along(COLUMNS.map((_unused, column) => crossing(column, row))),
    width: row % 3 === 1 ? 9 : 4,
  })),
]

export const RIVER: string = along(
  Array.from({ length: 45 }, (_, index) => [index * 40 - 60, riverY(index * 40 - 60)]),
)
