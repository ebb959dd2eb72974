export { scottBandwidthMetres } from './density/bandwidth'
export { refinedDensity } from './density/refine'
export { densityBands, type DensityBand } from './density/bands'
export { densityField, type DensityField, type DensityOptions, type DensityPosition } from './density/field'
export {
  addPlace,
  bilinear,
  cellAt,
  type Places,
  placesOf,
  type Raster,
  rasterAround,
  valuesOf,
} from './density/raster'
export {
  CELLS_PER_BANDWIDTH,
  densityOf,
  type DensitySurface,
  densitySurface,
  MONTH_DAYS,
  perThousandHouseholds,
} from './density/surface'
export { cornersOf, shareInside } from './density/window'
export { falseDiscoveryShares } from './chance/false-discovery'
export { giStar } from './hotspots/gi-star'
export { hotSpots, type HotSpotOptions, type HotSpots } from './hotspots/hot-spots'
export {
  type CellUnits,
  cellsWithin,
  neighbourLists,
  type Neighbours,
  neighboursWithin,
} from './hotspots/neighbours'
export { type AreaRings, neighboursTouching } from './hotspots/touching'
export { alarmNow, type AlarmOptions, type AlarmVerdict } from './alarms/alarm'
export { type AlarmSeries } from './alarms/history'
export { compareCounts, type ComparisonOptions, type CountComparison } from './comparison/counts'
export { rateRatio, type RateRatio } from './comparison/ratio'
export { type CellComparison, compareCells } from './comparison/cells'
export { type RepeatCases, type RepeatOptions, type RepeatPlace, repeatPlaces } from './places/repeat-places'
