import { expect, test } from 'vitest'
import { figureSheets, type Shown } from '../../../../src/features/figures/figure-sheets'
import type { Words } from '../../../../src/features/figures/useWords'

/** Words that say their key. */
const words = {
  t: (key: string, values?: Record<string, unknown>) => [key, ...Object.values(values ?? {})].join(' '),
  unitName: (_: unknown, unit: { name: string }) => unit.name,
  nameOf: ({ name }: { name: string }) => name,
  formulaOf: ({ formula }: { formula: string }) => formula,
  periodWords: ({ firstDay, lastDay }: { firstDay: string; lastDay: string }) => `${firstDay}/${lastDay}`,
} as unknown as Words

const indicator = { code: 'onTimeClosure', kind: 'share', basis: 'cases', better: 'more', name: '按期结案率', formula: '甲 ÷ 乙' } as Shown['indicator'] // prettier-ignore
const row = (id: string, above: number, below: number) => ({ id, code: `code-${id}`, name: `街道${id}`, nameEn: null, parent: null, now: { above, below, value: below ? above / below : null }, last: null, year: null, sinceLast: null, sinceYear: null }) // prettier-ignore
const shown: Shown = {
  title: '分析',
  period: { firstDay: '2026-01-01', lastDay: '2026-01-28' },
  periods: { last: { firstDay: '2025-12-04', lastDay: '2025-12-31' }, year: null },
  unit: 'street',
  gridsOn: null,
  indicator,
  beside: null,
  besides: new Map(),
  rows: [row('1', 3, 4), row('2', 0, 0)],
  headlines: [{ indicator, now: { above: 3, below: 4, value: 0.75 }, last: { above: 1, below: 2, value: 0.5 }, year: null }], // prettier-ignore
  address: 'https://x/figures?unit=street',
}

test('a table of the page holds each value beside the counts that make it, in the order of the page', () => {
  const { ranking, overall } = figureSheets(shown, words)
  expect(ranking.slice(1)).toEqual([
    ['code-1', '街道1', 0.75, 3, 4, null, null],
    ['code-2', '街道2', null, 0, 0, null, null],
  ])
  expect(overall[1]).toEqual(['按期结案率', 0.75, 3, 4, 0.5, null])
  for (const table of [ranking, overall])
    expect(new Set(table.map((cells) => cells.length)).size, 'each row has the columns of its head').toBe(1)
})

test('it says of what, when, by which grids and where it was looked at, and that a year ago is not known whole', () => {
  const { about, ranking } = figureSheets({ ...shown, unit: 'grid', gridsOn: '2025-05-01' }, words)
  const said = about.flat()
  for (const part of ['2026-01-01/2026-01-28', '甲 ÷ 乙', '2025-05-01', shown.address]) expect(said).toContain(part) // prettier-ignore
  expect(ranking[0].slice(-2)).toEqual([
    'figures.sheet.last 2025-12-04/2025-12-31',
    'figures.sheet.year figures.noneWhole',
  ])
})

test('what is of now is compared with nothing', () => {
  const { ranking } = figureSheets({ ...shown, indicator: { ...indicator, basis: 'standing' } }, words)
  expect(ranking[0]).toHaveLength(5)
})
