import type { Bulletin } from '../../../data/assessment'
import type { Period } from '../../../data/indicators'
import { COLUMNS, valuesOf } from './bulletin'
import type { Words } from '../useWords'

type Content = Bulletin['content']
type Row = Content['area'][number]
/** Below so many cases that were due a share is in no sentence. */
const FEW_DUE = 5

/** The tables of a bulletin, in order: which list, and what its rows are called by. */
export const TABLES = [
  { list: 'area', unit: 'class', titleKey: 'figures.bulletin.byArea' },
  { list: 'department', unit: 'department', titleKey: 'figures.bulletin.byDepartment' },
  { list: 'class', unit: 'class', titleKey: 'figures.bulletin.byClass' },
  { list: 'source', unit: 'source', titleKey: 'figures.bulletin.bySource' },
] as const

/** Returns the rows of a table; of an edition that does not tell it, none. */
export const rowsOf = (content: Content, list: (typeof TABLES)[number]['list']): Row[] => content[list] ?? []

/** Returns what a bulletin says in sentences made from its figures. */
export function sentencesOf(content: Content, isLess: boolean, { t, format, unitName }: Words): string[] {
  if (!content.total) return [t('figures.nothing')]
  const total = valuesOf(content.total, isLess)
  /** Those of which enough was due, the worst first. */
  const byShare = (rows: Row[]) =>
    rows
      .map((row) => ({ name: unitName('class', row), values: valuesOf(row.values, isLess) }))
      .filter(({ values }) => values.onTimeClosure !== null && (values.closingDue ?? 0) >= FEW_DUE)
      .sort((one, other) => one.values.onTimeClosure! - other.values.onTimeClosure!)
  const cameIn = (row: Row) => row.values.cameIn?.[0] ?? 0
  const most = (rows: Row[]) => [...rows].sort((one, other) => cameIn(other) - cameIn(one)).at(0)
  const said = (row: Row) => ({ name: unitName('class', row), cases: format.number(cameIn(row)) })

  const sentences = [
    t('figures.bulletin.sum', {
      cameIn: format.number(total.cameIn),
      filed: format.number(total.filedCases),
      due: format.number(total.closingDue),
      closed: format.number(total.closedCases),
      onTime: format.share(total.onTimeClosure),
    }),
  ]
  const kind = most(content.class)
  if (kind) sentences.push(t('figures.bulletin.most', said(kind)))
  const areas = byShare(content.area)
  const [worst, best] = [areas[0], areas.at(-1)]
  if (worst && best && worst !== best)
    sentences.push(
      t('figures.bulletin.ends', {
        best: best.name,
        bestShare: format.share(best.values.onTimeClosure),
        worst: worst.name,
        worstShare: format.share(worst.values.onTimeClosure),
      }),
    )
  const department = most(rowsOf(content, 'department'))
  if (department && cameIn(department) > 0) {
    const late = byShare(rowsOf(content, 'department')).at(0)
    sentences.push(
      late
        ? t('figures.bulletin.departments', {
            ...said(department),
            worst: late.name,
            worstShare: format.share(late.values.onTimeClosure),
          })
        : t('figures.bulletin.departmentMost', said(department)),
    )
  }
  return sentences
}

/** Returns the sheets of a bulletin's workbook: its sentences, then a sheet for each table. */
export function bulletinSheets(
  content: Content,
  isLess: boolean,
  { title, period }: { title: string; period: Period },
  words: Words,
) {
  const { t, unitName } = words
  const bold = (value: string) => ({ value, fontWeight: 'bold' as const })
  const head = [bold(''), ...COLUMNS.map((column) => bold(t(`figures.bulletin.columns.${column}`)))]
  const lines = (rows: Row[], unit: (typeof TABLES)[number]['unit']) => [
    head,
    ...rows.map((row) => {
      const values = valuesOf(row.values, isLess)
      return [
        { value: unitName(unit, row) },
        ...COLUMNS.map((column) =>
          values[column] === null
            ? null
            : { value: values[column] ?? 0, ...(column === 'onTimeClosure' && { format: '0.0%' }) },
        ),
      ]
    }),
  ]
  const text = [
    [bold(title)],
    [{ value: words.periodWords(period) }],
    ...sentencesOf(content, isLess, words).map((value) => [{ value }]),
  ]
  return [
    { data: text, sheet: t('figures.bulletin.text') },
    ...TABLES.map(({ list, unit, titleKey }) => ({
      data: lines(rowsOf(content, list), unit),
      sheet: t(titleKey),
    })),
  ]
}
