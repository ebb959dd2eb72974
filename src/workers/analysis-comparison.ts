import {
  type CellComparison,
  cellAt,
  type CellUnits,
  cellsWithin,
  compareCells,
  cornersOf,
  type Frame,
  type MultiPolygonRings,
  type Raster,
  rasterAround,
  shareInside,
  toMetres,
  valuesOf,
} from '../../geo/index'
import type { Marks } from './analysis-image'

/** The cases of both sides in the reach of a place. */
export interface ComparedPlace {
  first: number
  second: number
  /** 1 where the first side has more than chance explains, −1 where it has fewer, else 0. */
  kind: number
  reachMetres: number
}

/** So many cells of the test lie side by side in a bandwidth: enough for its border to follow what is seen. */
const CELLS_PER_REACH = 2

/** Where the difference of two maps is tested: each cell with what lies within the bandwidth of it. */
export class TestCells {
  private readonly raster: Raster
  private readonly units: CellUnits
  private readonly unitOf: Int32Array
  private compared: CellComparison | null = null

  constructor(
    private readonly frame: Frame,
    polygons: MultiPolygonRings,
    readonly reachMetres: number,
  ) {
    const cellMetres = reachMetres / CELLS_PER_REACH
    this.raster = rasterAround(frame, cornersOf(frame, polygons), cellMetres, 2 * cellMetres)
    this.units = cellsWithin(this.raster, shareInside(this.raster, polygons), reachMetres)
    this.unitOf = new Int32Array(this.raster.columns * this.raster.rows).fill(-1)
    this.units.cells.forEach((cell, unit) => (this.unitOf[cell] = unit))
  }

  /** No cases anywhere. */
  nothing(): Float32Array {
    return valuesOf(this.raster)
  }

  /** Adds a case at a place in metres, or takes it away. */
  add(cases: Float32Array, x: number, y: number, sign: number): void {
    const cell = cellAt(this.raster, x, y)
    if (cell >= 0) cases[cell] += sign
  }

  /** Returns which cells differ by more than chance explains, at most 5 % of them by chance (`compareCounts`). */
  compare(
    first: Float32Array,
    second: Float32Array,
    exposures: readonly [first: number, second: number],
  ): Marks {
    this.compared = compareCells(this.units, first, second, exposures)
    const kind = new Int8Array(this.unitOf.length)
    this.units.cells.forEach((cell, unit) => (kind[cell] = this.compared!.kind[unit]))
    return { raster: this.raster, kind }
  }

  /** Returns what the last comparison says of a place in degrees; null outside of the district. */
  at(lng: number, lat: number): ComparedPlace | null {
    const [x, y] = toMetres(this.frame, [lng, lat])
    const unit = this.unitOf[cellAt(this.raster, x, y)] ?? -1
    if (unit < 0 || !this.compared) return null
    const { firstCases, secondCases, kind } = this.compared
    return {
      first: firstCases[unit],
      second: secondCases[unit],
      kind: kind[unit],
      reachMetres: this.reachMetres,
    }
  }
}
