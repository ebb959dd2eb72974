import type { EChartsCoreOption } from 'echarts/core'
import { translucent } from '../lib/colour'
import { baseOption, categoryAxis, type ChartStyle, valueAxis } from './style'

/** A value at a labelled moment. `id` is what a click gives back. */
export interface Moment {
  id: string
  label: string
  value: number
}

/** Returns a line over time that ends with its value; the moments are evenly spaced and ascending. */
export function lineOption(style: ChartStyle, moments: readonly Moment[]): EChartsCoreOption {
  const { colours, type, number } = style
  const last = moments.length - 1
  const data = moments.map(({ id, value }, index) => ({
    id,
    value,
    symbol: index === last ? 'circle' : 'none',
    label: { show: index === last },
  }))
  return {
    ...baseOption(style),
    grid: {
      left: 4,
      right: type.caption * 2.6,
      top: type.caption,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      ...categoryAxis(
        style,
        moments.map((moment) => moment.label),
      ),
      boundaryGap: false,
    },
    yAxis: valueAxis(style),
    series: [
      {
        type: 'line',
        id: 'line',
        data,
        symbolSize: type.caption / 2,
        lineStyle: { color: colours.accent, width: Math.max(2, type.caption / 7) },
        itemStyle: { color: colours.accent },
        areaStyle: { color: translucent(colours.accent, 0.12) },
        label: {
          position: 'right',
          color: colours.text[0],
          fontSize: type.caption,
          formatter: ({ value }: { value: number }) => number(value),
        },
      },
    ],
  }
}
