import type { Palette } from './theme'
import { FONT_FAMILY } from './theme'

/** A cell of a table that is given out, as workbooks take them: a number may be a share. */
export interface SheetCell {
  value: string | number
  format?: string
  fontWeight?: 'bold'
}

/** A table that is given out, with its name. */
export interface Sheet {
  sheet: string
  data: (SheetCell | null)[][]
}

/** What a picture shows: what it is of, a map with its legend, and tables. */
export interface PictureContents {
  title: string
  lines: readonly string[]
  map?: HTMLCanvasElement | null
  legend?: readonly { colour: string; words: string }[]
  /** What stands behind the legend: its unit. */
  note?: string
  tables?: readonly Sheet[]
  /** Says that a table has so many rows more than the picture. */
  more?: (rows: number) => string
}

const [EDGE, GAP, LINE, SWATCH, LEAST_WIDTH] = [16, 18, 22, 16, 480]
/** So many rows of a table are drawn: a canvas has an end, and so has patience. */
const MOST_ROWS = 300
const [TITLE_FONT, HEAD_FONT, TEXT_FONT] = ['600 16px', '600 13px', '12px'].map(
  (size) => `${size} ${FONT_FAMILY}`,
)

/** Returns a cell as it is read: a share in per cent. */
export function cellText(cell: SheetCell | null): string {
  if (cell === null) return ''
  if (typeof cell.value === 'string') return cell.value
  if (cell.format?.endsWith('%')) return `${(cell.value * 100).toFixed(1)}%`
  return String(Math.round(cell.value * 10_000) / 10_000)
}

/** Draws a picture of what is looked at: title and lines, the map and what its colours mean, then the tables below each other. */
export function drawPicture(
  { title, lines, map = null, legend = [], note = '', tables = [], more = String }: PictureContents,
  colours: Palette,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')!
  const ratio = window.devicePixelRatio
  const measured = (text: string, font: string) => {
    context.font = font
    return Math.ceil(context.measureText(text).width)
  }
  const drawn = tables.map(({ sheet, data }) => {
    const rows = data.slice(0, MOST_ROWS).map((row) => row.map(cellText))
    const count = Math.max(0, ...rows.map((row) => row.length))
    // A row of one cell is a line of words, not of a column.
    const columns = rows.filter((row) => row.length > 1)
    const widths = Array.from({ length: count }, (_, at) =>
      Math.max(0, ...columns.map((row) => measured(row[at] ?? '', HEAD_FONT))),
    )
    const left = data.length - rows.length
    return { sheet, data, rows, widths, rest: left > 0 ? more(left) : '' }
  })
  const mapWidth = map ? map.width / ratio : 0
  const mapHeight = map ? map.height / ratio : 0
  const inner = Math.max(
    LEAST_WIDTH,
    mapWidth - 2 * EDGE,
    measured(title, TITLE_FONT),
    ...lines.map((line) => measured(line, TEXT_FONT)),
    ...drawn.flatMap(({ rows, widths }) => [
      widths.reduce((sum, width) => sum + width + GAP, 0),
      ...rows.filter((row) => row.length === 1).map(([words]) => measured(words, HEAD_FONT)),
    ]),
  )

  // Words of a legend go on below where the line is full.
  const places: { x: number; row: number }[] = []
  let [x, row] = [0, 0]
  for (const words of [...legend.map((item) => item.words), ...(note ? [note] : [])]) {
    const width = SWATCH + 6 + measured(words, TEXT_FONT) + GAP
    if (x > 0 && x + width > inner) [x, row] = [0, row + 1]
    places.push({ x, row })
    x += width
  }
  const legendHeight = places.length ? (row + 1) * LINE + 8 : 0
  const headHeight = EDGE + 8 + LINE * (lines.length + 1)
  const tablesHeight = drawn.reduce((sum, one) => sum + LINE * (one.rows.length + 2 + (one.rest ? 1 : 0)), 0)
  canvas.width = Math.round((inner + 2 * EDGE) * ratio)
  canvas.height = Math.round((headHeight + mapHeight + legendHeight + tablesHeight + EDGE) * ratio)

  context.fillStyle = colours.panel
  context.fillRect(0, 0, canvas.width, canvas.height)
  if (map) context.drawImage(map, 0, Math.round(headHeight * ratio))
  context.scale(ratio, ratio)
  const write = (text: string, at: number, y: number, font: string, colour = colours.text[0]) => {
    context.font = font
    context.fillStyle = colour
    context.fillText(text, at, y)
  }
  write(title, EDGE, EDGE + 12, TITLE_FONT)
  lines.forEach((line, at) => write(line, EDGE, EDGE + 12 + LINE * (at + 1), TEXT_FONT))

  const legendTop = headHeight + mapHeight + LINE - 4
  places.forEach((place, at) => {
    const item = legend.at(at)
    const y = legendTop + place.row * LINE
    if (item) {
      context.fillStyle = item.colour
      context.fillRect(EDGE + place.x, y - 10, SWATCH, 12)
    }
    write(item?.words ?? note, EDGE + place.x + (item ? SWATCH + 6 : 0), y, TEXT_FONT)
  })

  let y = headHeight + mapHeight + legendHeight
  for (const { sheet, data, rows, widths, rest } of drawn) {
    y += LINE * 1.5
    write(sheet, EDGE, y, HEAD_FONT)
    rows.forEach((texts, at) => {
      y += LINE
      let left = EDGE
      texts.forEach((text, column) => {
        const cell = data[at][column]
        const isBold = cell?.fontWeight === 'bold'
        const font = isBold ? HEAD_FONT : TEXT_FONT
        // Numbers stand at the right of their column, and its title with them.
        const isNumber = texts.length > 1 && column > 0 && isNumeric(data, column)
        const shift = isNumber ? widths[column] - measured(text, font) : 0
        write(text, left + shift, y, font, isBold ? colours.text[1] : colours.text[0])
        left += widths[column] + GAP
      })
    })
    if (rest) write(rest, EDGE, (y += LINE), TEXT_FONT, colours.text[1])
    y += LINE / 2
  }
  return canvas
}

/** Whether a column has numbers under its title. */
function isNumeric(data: Sheet['data'], column: number): boolean {
  return data.some((row) => row.length > 1 && typeof row[column]?.value === 'number')
}
