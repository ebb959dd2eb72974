import { GeoError } from '../../error'
import type { Places } from './raster'

/**
 * Returns the bandwidth by Scott's rule, metres: the deviation of the places along an axis (geometric mean of both)
 * × n^(-1/6) (Scott 1992, Multivariate Density Estimation, 6.3; spatstat's `bw.scott` with `isotropic = TRUE`). To be asked once of a
 * district's whole year, not of a selection: a bandwidth that follows the filter gives one place two colours. Throws
 * `too-few-places` below two.
 */
export function scottBandwidthMetres({ x, y }: Places): number {
  if (x.length < 2) throw new GeoError('too-few-places', x.length)
  return (variance(x) * variance(y)) ** 0.25 * x.length ** (-1 / 6)
}

function variance(values: ArrayLike<number>): number {
  let mean = 0
  for (let at = 0; at < values.length; at++) mean += values[at] / values.length
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += (values[at] - mean) ** 2
  return sum / (values.length - 1)
}
