import type { DensityField } from './field'
import { bilinear, valuesOf } from './raster'

/** A raster of finer cells has at most so many along a side. */
const MOST_CELLS = 800

/**
 * Returns a density on cells so much smaller that its border can be drawn: between the middles of the cells it has the values in
 * between (bilinear), and where less than half of what lies around is ground it is 0, as on the picture of the heat map. A field
 * that is large already stays as fine as it is. Cost: cells of the result.
 */
export function refinedDensity(field: DensityField, most = MOST_CELLS): DensityField {
  const { columns, rows, cellMetres } = field
  const by = Math.max(1, Math.floor(most / Math.max(columns, rows)))
  const raster = { ...field, cellMetres: cellMetres / by, columns: columns * by, rows: rows * by }
  const [perSquareKilometre, share] = [valuesOf(raster), valuesOf(raster)]
  for (let row = 0; row < raster.rows; row++) {
    const [line, up] = middlesAround(row, by, rows)
    for (let column = 0; column < raster.columns; column++) {
      const [left, right] = middlesAround(column, by, columns)
      const first = line * columns + left
      const steps = [right > 0 ? 1 : 0, up > 0 ? columns : 0] as const
      const between = (of: Float32Array) => bilinear(of, first, steps, right, up)
      const at = row * raster.columns + column
      share[at] = between(field.share)
      if (share[at] >= 0.5) perSquareKilometre[at] = between(field.perSquareKilometre)
    }
  }
  return { ...raster, perSquareKilometre, share }
}

/** The cell whose middle lies before that of a smaller cell, and how far from it to the next one's (0 to 1). */
function middlesAround(place: number, by: number, cells: number): [cell: number, beyond: number] {
  const middle = Math.min(cells - 1, Math.max(0, (place + 0.5) / by - 0.5))
  return [Math.floor(middle), middle % 1]
}
