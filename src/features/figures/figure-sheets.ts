import type { Sheet } from '../../lib/picture'
import type { Indicator, Period, UnitKind } from '../../data/indicators'
import type { Ranked, Value } from './values'
import type { Words } from './useWords'

type Cell = string | number | null

/** What the page shows, of which its tables are made. */
export interface Shown {
  title: string
  period: Period
  /** What it is compared with; null where the data hold none of it. */
  periods: { last: Period | null; year: Period | null } | null
  unit: UnitKind
  gridsOn: string | null
  indicator: Indicator
  /** What stands beside the indicator, and its values by unit. */
  beside: Indicator | null
  besides: ReadonlyMap<string, Value>
  rows: readonly Ranked[]
  headlines: readonly { indicator: Indicator; now: Value; last: Value | null; year: Value | null }[]
  address: string
}

/** Returns the tables of the leader's page, each value beside the two counts that make it: what it is about, the ranking, the whole area. */
export function figureSheets(shown: Shown, { t, unitName, nameOf, formulaOf, periodWords }: Words) {
  const { indicator, beside, periods } = shown
  const number = (value: Value | null | undefined): Cell => value?.value ?? null
  const has = indicator.basis === 'cases'
  const then = (key: 'last' | 'year') =>
    t(`figures.sheet.${key}`, { period: periods?.[key] ? periodWords(periods[key]) : t('figures.noneWhole') })
  const about: Cell[][] = [
    [shown.title],
    [periodWords(shown.period)],
    [nameOf(indicator), formulaOf(indicator)],
    ...(shown.gridsOn ? [[t('figures.gridsOn'), shown.gridsOn]] : []),
    [shown.address],
  ]
  const counts = (key: string) => [
    t('figures.sheet.above', { of: key }),
    t('figures.sheet.below', { of: key }),
  ]
  const ranking: Cell[][] = [
    [
      t('analysis.code'),
      t(`figures.units.${shown.unit}`),
      nameOf(indicator),
      ...counts(nameOf(indicator)),
      ...(beside ? [nameOf(beside)] : []),
      ...(has ? [then('last'), then('year')] : []),
    ],
    ...shown.rows.map((row): Cell[] => [
      row.code,
      unitName(shown.unit, row),
      number(row.now),
      row.now.above,
      row.now.below,
      ...(beside ? [number(shown.besides.get(row.id))] : []),
      ...(has ? [number(row.last), number(row.year)] : []),
    ]),
  ]
  const overall: Cell[][] = [
    [t('figures.indicator'), t('figures.now'), ...counts(t('figures.now')), then('last'), then('year')],
    ...shown.headlines.map(({ indicator: own, now, last, year }): Cell[] => [
      nameOf(own),
      number(now),
      now.above,
      now.below,
      number(last),
      number(year),
    ]),
  ]
  /** Where shares stand, which are shown in per cent. */
  const isShare = {
    ranking: (_: number, column: number) =>
      indicator.kind === 'share' && (column === 2 || (has && column >= ranking[0].length - 2)),
    overall: (row: number, column: number) =>
      shown.headlines[row - 1]?.indicator.kind === 'share' && (column === 1 || column >= 4),
  }
  return { about, ranking, overall, isShare }
}

/** Returns rows as the cells of a table, the titles in bold and shares in per cent. */
export function sheetCells(
  rows: readonly Cell[][],
  isShare: (row: number, column: number) => boolean = () => false,
): Sheet['data'] {
  return rows.map((row, at) =>
    row.map((value, column) => {
      if (value === null) return null
      if (at === 0) return { value, fontWeight: 'bold' }
      return { value, ...(typeof value === 'number' && isShare(at, column) && { format: '0.0%' }) }
    }),
  )
}
