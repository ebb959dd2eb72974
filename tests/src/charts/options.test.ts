import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOption, rankingOption } from '../../../src/charts/bars'
import { deviationBins, deviationOption } from '../../../src/charts/deviation'
import type { ChartStyle } from '../../../src/charts/style'
import { DESK_TYPE, palette } from '../../../src/lib/theme'
import { runs } from '../../support/runs'

const style: ChartStyle = { colours: palette('dark'), type: DESK_TYPE, number: String }
const bars = [
  { id: 'a', label: 'A', value: 3 },
  { id: 'b', label: 'B', value: 2 },
]

interface Option {
  xAxis: { min?: number }
  yAxis: { min?: number; inverse?: boolean }
  series: { data: { id: string }[] }[]
}

describe('bars', () => {
  it('leave what the chart shows to the element around it, which says it in the language of the page', () => {
    expect(columnsOption(style, bars)).not.toHaveProperty('aria')
  })

  it('start at zero and give back the id of what is clicked', () => {
    const columns = columnsOption(style, bars) as unknown as Option
    const ranking = rankingOption(style, bars) as unknown as Option
    expect(columns.yAxis.min).toBe(0)
    expect(ranking.xAxis.min).toBe(0)
    expect(ranking.yAxis.inverse).toBe(true)
    expect(columns.series[0].data.map(({ id }) => id)).toEqual(['a', 'b'])
  })
})

it('counts every grid in exactly one bin of the histogram', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 9, noNaN: true })), (deviations) => {
      const bins = deviationBins(deviations, 0.1)
      expect(bins.reduce((sum, { grids }) => sum + grids, 0)).toBe(deviations.length)
      for (const [index, { from, to }] of bins.entries()) {
        expect(from).toBeLessThan(to)
        if (index) expect(from).toBe(bins[index - 1].to)
      }
    }),
    runs(),
  )
})

describe('the histogram of deviations', () => {
  const words = {
    range: (from: string | null, to: string | null) => `${from ?? ''}/${to ?? ''}`,
    grids: (count: number) => `${count} grids`,
  }
  interface Histogram {
    xAxis: [
      { data: string[]; axisLabel: { show: boolean } },
      {
        min: number
        max: number
        axisLabel: { customValues: number[]; formatter: (value: number) => string }
      },
    ]
    tooltip: { formatter: (shown: { dataIndex: number }[]) => string }
    series: { itemStyle: { color: string }; data: number[] }[]
  }
  const histogram = (deviations: number[], tolerance = 0.1) =>
    deviationOption(style, deviations, tolerance, words) as unknown as Histogram

  it('names limits at the limits: twelve bars of ten per cent fill the axis from −60 to 60', () => {
    const [bars, limits] = histogram([]).xAxis
    expect(bars.data).toHaveLength(12)
    expect(bars.axisLabel.show).toBe(false)
    expect([limits.min, limits.max]).toEqual([-60, 60])
    const { customValues, formatter } = limits.axisLabel
    expect(customValues.map(formatter)).toEqual(['<−50', '−40', '−20', '0', '+20', '+40', '>+50'])
    for (const limit of customValues.slice(1, -1)) expect(Math.abs(limit) % 10).toBe(0)
  })

  it('says the range of a bar and how many grids are in it', () => {
    const { tooltip } = histogram([-0.335, -0.31])
    expect(tooltip.formatter([{ dataIndex: 2 }])).toBe('−40 %/−30 %<br>2 grids')
    expect(tooltip.formatter([{ dataIndex: 0 }])).toBe('/−50 %<br>0 grids')
    expect(tooltip.formatter([{ dataIndex: 11 }])).toBe('+50 %/<br>0 grids')
  })

  it('gives each grid its colour on the map where the tolerance lies within a bar', () => {
    const { series } = histogram([0.13, 0.15, 0.16, 0.19], 0.15)
    expect(series.map(({ itemStyle }) => itemStyle.color)).toEqual([...style.colours.deviation])
    expect(series.map(({ data }) => data[7])).toEqual([0, 0, 2, 2, 0])
  })
})
