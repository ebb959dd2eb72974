import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOption, rankingOption } from '../../../src/charts/bars'
import { deviationBins } from '../../../src/charts/deviation'
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
      const bins = deviationBins(deviations)
      expect(bins.reduce((sum, { grids }) => sum + grids, 0)).toBe(deviations.length)
      for (const [index, { from, to }] of bins.entries()) {
        expect(from).toBeLessThan(to)
        if (index) expect(from).toBe(bins[index - 1].to)
      }
    }),
    runs(),
  )
})
