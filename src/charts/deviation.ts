import type { EChartsCoreOption } from 'echarts/core'
import { type DeviationClass, deviationClass, rounding } from '../lib/deviation'
import { baseOption, categoryAxis, type ChartStyle, valueAxis } from './style'

/** Grids whose deviation lies between two shares of the target; the outer two bins are open. */
export interface DeviationBin {
  from: number
  to: number
  grids: number
  /** How many of them are far under, under, within, over and far over: a bin may reach across a limit. */
  classes: Record<DeviationClass, number>
}

/** What the histogram says in the language of the interface, e.g. `−40 % … −30 %` and `3 grids`. */
export interface DeviationWords {
  range: (from: string | null, to: string | null) => string
  grids: (count: number) => string
}

const EDGE = 0.5
const WIDTH = 0.1
const CLASSES = [0, 1, 2, 3, 4] as const

function emptyBin(from: number, to: number): DeviationBin {
  return { from, to, grids: 0, classes: { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 } }
}

/** The place of the bin that a deviation falls in. */
function binOf(bins: readonly Pick<DeviationBin, 'to'>[], deviation: number): number {
  const at = bins.findIndex(({ to }) => (to > 0 ? deviation <= to + rounding : deviation < to - rounding))
  return at < 0 ? bins.length - 1 : at
}

/** Returns which of some things with a deviation are in a bar of the histogram; what has no target is in none. */
export function inBin<T extends { deviation: number | null }>(all: readonly T[], at: number): T[] {
  const bins = deviationBins([], 0.1)
  return all.filter(({ deviation }) => deviation !== null && binOf(bins, deviation) === at)
}

/**
 * Returns how many deviations (shares of the target) fall in each of twelve bins, ten within ±50 % and two beyond. The
 * limit between two bins belongs to the one nearer the target, as the limit of the tolerance does on the map.
 */
export function deviationBins(deviations: readonly number[], toleranceShare: number): DeviationBin[] {
  const inner = Math.round((2 * EDGE) / WIDTH)
  const bins = [emptyBin(-Infinity, -EDGE)]
  for (let index = 0; index < inner; index++) {
    const from = Number((-EDGE + index * WIDTH).toFixed(2))
    bins.push(emptyBin(from, Number((from + WIDTH).toFixed(2))))
  }
  bins.push(emptyBin(EDGE, Infinity))
  for (const deviation of deviations) {
    const bin = bins[binOf(bins, deviation)]
    bin.grids++
    bin.classes[deviationClass(deviation, toleranceShare)]++
  }
  return bins
}

function signed(percent: number): string {
  return `${percent < 0 ? '−' : percent > 0 ? '+' : ''}${Math.abs(percent)}`
}

/** The limit of a bin in words; null where it is open. */
function limit(share: number): string | null {
  return Number.isFinite(share) ? `${signed(Math.round(share * 100))} %` : null
}

/** Returns what lies between which limits each bin holds, in words. */
export function binRanges(bins: readonly DeviationBin[], words: Pick<DeviationWords, 'range'>): string[] {
  return bins.map(({ from, to }) => words.range(limit(from), limit(to)))
}

/** In percent, the limits between bins that are named, and the middles of the two that are open. */
const OPEN = (EDGE + WIDTH / 2) * 100
const NAMED = [-OPEN, -40, -20, 0, 20, 40, OPEN]

/** The limits stand between the bars, so they need an axis of their own beside that of the bars. */
function limitsAxis(style: ChartStyle) {
  const end = (EDGE + WIDTH) * 100
  const words = (percent: number) =>
    Math.abs(percent) === OPEN
      ? `${percent < 0 ? '<' : '>'}${signed(Math.sign(percent) * EDGE * 100)}`
      : signed(percent)
  const { axisLine, axisLabel } = categoryAxis(style, [])
  return {
    type: 'value' as const,
    position: 'bottom' as const,
    min: -end,
    max: end,
    axisLine,
    splitLine: { show: false },
    axisTick: { show: true, length: 3, customValues: NAMED.slice(1, -1), lineStyle: axisLine.lineStyle },
    axisLabel: { ...axisLabel, customValues: NAMED, formatter: words },
    axisPointer: { show: false },
  }
}

/** Returns the histogram of deviation from target in percent; each grid has the colour that it has on the map. */
export function deviationOption(
  style: ChartStyle,
  deviations: readonly number[],
  toleranceShare: number,
  words: DeviationWords,
): EChartsCoreOption {
  const bins = deviationBins(deviations, toleranceShare)
  const ranges = binRanges(bins, words)
  const base = baseOption(style)
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      formatter: ([{ dataIndex }]: { dataIndex: number }[]) =>
        `${ranges[dataIndex]}<br>${words.grids(bins[dataIndex].grids)}`,
    },
    xAxis: [
      { ...categoryAxis(style, ranges), position: 'bottom', axisLabel: { show: false } },
      limitsAxis(style),
    ],
    yAxis: { ...valueAxis(style), axisLine: { show: false }, axisTick: { show: false } },
    series: CLASSES.map((one) => ({
      type: 'bar',
      id: `class-${one}`,
      stack: 'grids',
      barCategoryGap: '12%',
      itemStyle: { color: style.colours.deviation[one] },
      data: bins.map(({ classes }) => classes[one]),
    })),
  }
}
