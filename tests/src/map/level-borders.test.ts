import { expect, test } from 'vitest'
import type { GridInForce } from '../../../src/data/plans/in-force'
import { bordersInForce, uppersInForceParts } from '../../../src/features/in-force/grids-on-map'
import { bordersLegend } from '../../../src/map/legend'
import { borderWidths } from '../../../src/map/parts/planner'

test('borders of three levels have three widths, from afar and close by, and the legend names them, the widest first', () => {
  const widths = [1, 2, 3].map((level) => borderWidths(level, 3))
  for (const at of [0, 1]) {
    expect(widths[0][at]).toBeGreaterThan(widths[1][at])
    expect(widths[1][at]).toBeGreaterThan(widths[2][at])
  }
  const names = ['片区', '网格', '微网格']
  const looks = names.map((text, at) => ({ text, width: widths[at][1] }))
  const [{ items }] = bordersLegend('#222222', looks.toReversed())
  expect(items.map(({ text, width }) => [text, width])).toEqual(looks.map(({ text, width }) => [text, width]))
  expect(new Set(items.map(({ width }) => width)).size).toBe(3)
})

test('one level has no legend of its borders', () => {
  expect(bordersLegend('#222222', [{ text: '网格', width: 1.6 }])).toEqual([])
})

const grid = (id: number, level: number, isLeaf: boolean) => ({ id, level, isLeaf }) as unknown as GridInForce

test('what is in force has the outlines of the levels above, whatever the plans have', () => {
  const grids = [grid(1, 1, false), grid(2, 2, false), grid(3, 3, true), grid(4, 1, true)]
  expect(bordersInForce(grids)).toEqual(['leaf', 'middle', 'top'])
  expect(uppersInForceParts(grids).map(({ id }) => id)).toEqual(['upper-grids-2', 'upper-grids'])
  expect(bordersInForce([grid(4, 1, true)])).toEqual(['leaf'])
})
