import type { EChartsCoreOption } from 'echarts/core'
import { deviationColour, rounding } from '../lib/deviation'
import { columnsOption } from './bars'
import type { ChartStyle } from './style'

/** Grids whose deviation lies between two shares of the target; the outer two bins are open. */
export interface DeviationBin {
  from: number
  to: number
  grids: number
}

const EDGE = 0.5
const WIDTH = 0.1

/**
 * Returns how many deviations (shares of the target) fall in each of twelve bins, ten within ±50 % and two beyond. The
 * limit between two bins belongs to the one nearer the target, as the limit of the tolerance does on the map.
 */
export function deviationBins(deviations: readonly number[]): DeviationBin[] {
  const inner = Math.round((2 * EDGE) / WIDTH)
  const bins: DeviationBin[] = [{ from: -Infinity, to: -EDGE, grids: 0 }]
  for (let index = 0; index < inner; index++) {
    const from = Number((-EDGE + index * WIDTH).toFixed(2))
    bins.push({ from, to: Number((from + WIDTH).toFixed(2)), grids: 0 })
  }
  bins.push({ from: EDGE, to: Infinity, grids: 0 })
  for (const deviation of deviations) {
    const isBelow = ({ to }: DeviationBin) =>
      to > 0 ? deviation <= to + rounding : deviation < to - rounding
    const bin = bins.find(isBelow) ?? bins[bins.length - 1]
    bin.grids++
  }
  return bins
}

function binLabel({ from, to }: DeviationBin): string {
  const percent = (share: number) =>
    `${share < 0 ? '−' : share > 0 ? '+' : ''}${Math.round(Math.abs(share) * 100)}`
  if (from === -Infinity) return `<${percent(to)}`
  if (to === Infinity) return `≥${percent(from)}`
  return percent(from)
}

/** Returns the histogram of deviation from target in percent, coloured as the grids on the map are. */
export function deviationOption(
  style: ChartStyle,
  deviations: readonly number[],
  toleranceShare: number,
): EChartsCoreOption {
  const bars = deviationBins(deviations).map((bin, index) => {
    const middle = Math.max(-1, Math.min(1, (Math.max(bin.from, -1) + Math.min(bin.to, 1)) / 2))
    const colour = deviationColour(style.colours, middle, toleranceShare)
    return { id: String(index), label: binLabel(bin), value: bin.grids, colour }
  })
  return columnsOption(style, bars)
}
