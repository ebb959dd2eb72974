import { GeoError } from '../../error'
import { blur } from './blur'
import { PLACE_VARIANCE, type Raster } from './raster'

/** Days that a month stands for in “per square kilometre and month”. */
export const MONTH_DAYS = 30

/** Cells narrower than this part of the bandwidth keep a density within 1 % of its peak; finer ones are only smoother to look at. */
export const CELLS_PER_BANDWIDTH = 4

/** What does not change while the window of time, the categories and the filter do. */
export interface DensitySurface {
  raster: Raster
  /** Standard deviation of the Gaussian kernel. */
  bandwidthMetres: number
  /** Share of each cell inside the window (`shareInside`). */
  share: Float32Array
  /** Cells with a density: those that touch the window, and one around them for interpolation. */
  covered: Uint8Array
  /** How much of a kernel about the middle of each cell lies inside the window. */
  mass: Float32Array
  /** Room for the blur. */
  work: Float32Array
}

/** Variance that stems from averaging over a cell, in cells². */
const CELL_VARIANCE = 1 / 12

function deviationCells({ cellMetres }: Raster, bandwidthMetres: number, addedVariance: number): number {
  const variance = (bandwidthMetres / cellMetres) ** 2 - addedVariance
  if (!(variance >= 1)) throw new GeoError('bandwidth-below-cell', bandwidthMetres)
  return Math.sqrt(variance)
}

/** Blurs what `addPlace` gathered with a Gaussian of the bandwidth in all; in place. */
export function blurPlaces(
  raster: Raster,
  values: Float32Array,
  bandwidthMetres: number,
  work?: Float32Array,
): void {
  const deviation = deviationCells(raster, bandwidthMetres, PLACE_VARIANCE)
  blur(values, raster.columns, raster.rows, deviation, work)
}

/**
 * Returns what densities over a window need: how much of the kernel lies inside it about each cell. The window is given by
 * the share of each cell inside it. Throws `bandwidth-below-cell` where the bandwidth is less than 1.2 cells.
 */
export function densitySurface(raster: Raster, share: Float32Array, bandwidthMetres: number): DensitySurface {
  const mass = share.slice()
  const work = new Float32Array(mass.length)
  const deviation = deviationCells(raster, bandwidthMetres, CELL_VARIANCE)
  blur(mass, raster.columns, raster.rows, deviation, work)
  return { raster, bandwidthMetres, share, covered: coveredCells(raster, share), mass, work }
}

function coveredCells({ columns, rows }: Raster, share: Float32Array): Uint8Array {
  const covered = new Uint8Array(share.length)
  for (let at = 0; at < share.length; at++) {
    if (share[at] === 0) continue
    const [column, row] = [at % columns, Math.floor(at / columns)]
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
      covered.fill(1, y * columns + Math.max(0, column - 1), y * columns + Math.min(columns, column + 2))
  }
  return covered
}

/**
 * Returns cases per square kilometre and month at the middle of each cell, 0 where `covered` is. `counts` are what `addPlace`
 * gathered of the cases inside the window in so many days; they are not changed. The kernel estimate is divided by the kernel's
 * mass inside the window (Diggle 1985, Appl. Statist. 34(2), as uniform edge correction: spatstat's `density.ppp` with
 * `edge = TRUE`, `diggle = FALSE`): what would lie across the border is taken to be as dense as what lies on this side.
 */
export function densityOf(
  surface: DensitySurface,
  counts: Float32Array,
  days: number,
  into: Float32Array = new Float32Array(counts.length),
): Float32Array {
  const { raster, mass, covered } = surface
  into.set(counts)
  blurPlaces(raster, into, surface.bandwidthMetres, surface.work)
  const perCell = (1e6 * MONTH_DAYS) / (raster.cellMetres ** 2 * days)
  for (let at = 0; at < into.length; at++) into[at] = covered[at] ? (into[at] * perCell) / mass[at] : 0
  return into
}

/**
 * Returns cases per 1,000 households and month from two densities of one surface: cases per square kilometre and month, households
 * per square kilometre. Where fewer households live than `leastPerSquareKilometre` there is none: NaN, since a rate over
 * next to nobody says nothing.
 */
export function perThousandHouseholds(
  cases: Float32Array,
  households: Float32Array,
  leastPerSquareKilometre: number,
): Float32Array {
  return cases.map((density, at) =>
    households[at] >= leastPerSquareKilometre && households[at] > 0 ? (1000 * density) / households[at] : NaN,
  )
}
