import type { EChartsCoreOption } from 'echarts/core'
import { baseOption, categoryAxis, type ChartStyle, valueAxis } from './style'

/** One bar. `id` is what a click gives back. */
export interface Bar {
  id: string
  label: string
  value: number
  colour?: string
}

function barData(bars: readonly Bar[], fallback: string) {
  return bars.map((bar) => ({ id: bar.id, value: bar.value, itemStyle: { color: bar.colour ?? fallback } }))
}

/** Returns upright bars, e.g. incidents by day; labels that do not fit are left out. */
export function columnsOption(style: ChartStyle, bars: readonly Bar[]): EChartsCoreOption {
  return {
    ...baseOption(style),
    xAxis: categoryAxis(
      style,
      bars.map((bar) => bar.label),
    ),
    yAxis: valueAxis(style),
    series: [
      { type: 'bar', id: 'columns', barCategoryGap: '25%', data: barData(bars, style.colours.accent) },
    ],
  }
}

/** Returns lying bars with their values at the end, the first on top: rankings and categories. */
export function rankingOption(style: ChartStyle, bars: readonly Bar[]): EChartsCoreOption {
  const { colours, type, number } = style
  return {
    ...baseOption(style),
    grid: {
      left: 4,
      right: type.caption * 3.2,
      top: 0,
      bottom: 0,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: { ...valueAxis(style), splitLine: { show: false }, axisLabel: { show: false } },
    yAxis: {
      ...categoryAxis(
        style,
        bars.map((bar) => bar.label),
      ),
      inverse: true,
      axisLine: { show: false },
      axisLabel: {
        color: colours.text[1],
        fontSize: type.caption,
        interval: 0,
        width: type.caption * 10,
        overflow: 'truncate',
      },
    },
    series: [
      {
        type: 'bar',
        id: 'ranking',
        barCategoryGap: '32%',
        data: barData(bars, colours.accent),
        label: {
          show: true,
          position: 'right',
          color: colours.text[0],
          fontSize: type.caption,
          formatter: ({ value }: { value: number }) => number(value),
        },
      },
    ],
  }
}
