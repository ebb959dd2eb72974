/** Segments sorted into the squares of a uniform grid, so that close pairs meet in one square. */
export interface Buckets {
  squares: number
  /** Segments of square `s`: `items[offsets[s] .. offsets[s + 1]]`. */
  offsets: Int32Array
  items: Int32Array
}

interface Layout {
  west: number
  south: number
  size: number
  columns: number
  rows: number
}

/** Buckets of segments given as x1, y1, x2, y2 in `coordinates`; a segment is in every square within one unit of it. */
export function bucketSegments(coordinates: ArrayLike<number>, count: number): Buckets {
  const layout = layOut(coordinates, count)
  const squares = layout.columns * layout.rows
  const offsets = new Int32Array(squares + 1)
  for (let segment = 0; segment < count; segment++)
    visitSquares(layout, coordinates, segment, (square) => offsets[square + 1]++)
  for (let square = 0; square < squares; square++) offsets[square + 1] += offsets[square]
  const items = new Int32Array(offsets[squares])
  const cursor = offsets.slice()
  for (let segment = 0; segment < count; segment++)
    visitSquares(layout, coordinates, segment, (square) => (items[cursor[square]++] = segment))
  return { squares, offsets, items }
}

function layOut(coordinates: ArrayLike<number>, count: number): Layout {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < 4 * count; at += 2) {
    west = Math.min(west, coordinates[at])
    east = Math.max(east, coordinates[at])
    south = Math.min(south, coordinates[at + 1])
    north = Math.max(north, coordinates[at + 1])
  }
  if (count === 0) return { west: 0, south: 0, size: 1, columns: 1, rows: 1 }
  const width = east - west + 1
  const height = north - south + 1
  const size = Math.max(16, Math.sqrt((width * height) / count), Math.max(width, height) / 4096)
  return { west, south, size, columns: Math.floor(width / size) + 1, rows: Math.floor(height / size) + 1 }
}

function visitSquares(
  layout: Layout,
  coordinates: ArrayLike<number>,
  segment: number,
  visit: (square: number) => void,
): void {
  const { west, south, size, columns, rows } = layout
  const ax = coordinates[4 * segment] - west
  const ay = coordinates[4 * segment + 1] - south
  const bx = coordinates[4 * segment + 2] - west
  const by = coordinates[4 * segment + 3] - south
  const slope = by === ay ? 0 : (bx - ax) / (by - ay)
  const [low, high] = ay < by ? [ay, by] : [by, ay]
  const [left, right] = ax < bx ? [ax, bx] : [bx, ax]
  const lastRow = Math.min(rows - 1, Math.floor((high + 1) / size))
  for (let row = Math.max(0, Math.floor((low - 1) / size)); row <= lastRow; row++) {
    let [from, to] = [left, right]
    if (by !== ay) {
      const enter = ax + slope * (Math.min(high, Math.max(low, row * size - 1)) - ay)
      const leave = ax + slope * (Math.min(high, Math.max(low, (row + 1) * size + 1)) - ay)
      from = Math.min(enter, leave)
      to = Math.max(enter, leave)
    }
    const lastColumn = Math.min(columns - 1, Math.floor((to + 1) / size))
    for (let column = Math.max(0, Math.floor((from - 1) / size)); column <= lastColumn; column++)
      visit(row * columns + column)
  }
}
