import type { Assessment, IntegritySigns } from '../../../data/assessment'
import type { Period } from '../../../data/indicators'
import type { Sheet } from '../../../lib/picture'
import type { Words } from '../useWords'

/** What the workbook of an assessment is made of besides its answer. */
interface AssessmentTexts {
  title: string
  period: Period
  /** As which edition it was published, or that it is counted now. */
  standing: string
  unit: string
  /** The weights in words. */
  weights: string
  /** Codes of indicators in the order of their columns, and their names. */
  codes: readonly string[]
  nameOf: (code: string) => string
  communityOf: (id: number) => string
}

/** So many rows of the first sheet say what it is about. */
export const HEAD_ROWS = 2

const bold = (value: string) => ({ value, fontWeight: 'bold' as const })
const shared = (value: number) => ({ value, format: '0.0%' })

/**
 * Returns the sheets of an assessment's workbook: rank, score and the scores of the periods before, then each rate; and the signs that
 * stand beside it, strongest first.
 */
export function assessmentSheets(
  answer: Pick<Assessment, 'units'>,
  signs: IntegritySigns['signs'],
  { title, period, standing, unit, weights, codes, nameOf, communityOf }: AssessmentTexts,
  { t, unitName, periodWords }: Words,
): Sheet[] {
  const periods = Math.max(0, ...answer.units.map(({ trend }) => trend.length))
  /** The last of a trend is this period, whose score has a column. */
  const before = Array.from({ length: Math.max(0, periods - 1) }, (_, at) => periods - 1 - at)
  const titles = [
    t('figures.assessment.rank'),
    t(`figures.units.${unit}`),
    t('figures.assessment.score'),
    ...before.map((count) => t('figures.assessment.trendOf', { count })),
    ...codes.map(nameOf),
  ]
  const rows = answer.units.map((row) => [
    row.rank === null ? null : { value: row.rank },
    { value: unitName('community', row) },
    row.score === null ? null : { value: row.score },
    ...before.map((count) => {
      const score = row.trend.at(-1 - count) ?? null
      return score === null ? null : { value: score }
    }),
    ...codes.map((code) => {
      const [above, below] = row.values[code] ?? [0, null]
      return below ? shared(above / below) : null
    }),
  ])
  const columns = ['sign', 'community', 'shown', 'cases', 'share', 'usual', 'distance'] as const
  const found = [...signs]
    .sort((one, other) => other.distance - one.distance)
    .map(({ sign, community, shown, cases, usual, distance }) => [
      { value: t(`figures.signs.kinds.${sign}`) },
      { value: communityOf(community) },
      { value: shown },
      { value: cases },
      cases ? shared(shown / cases) : null,
      shared(usual),
      { value: Math.round(distance * 10) / 10 },
    ])
  return [
    {
      data: [
        [{ value: `${title} ${periodWords(period)} · ${standing}` }],
        [{ value: weights }],
        titles.map(bold),
        ...rows,
      ],
      sheet: t('figures.assessment.link'),
    },
    {
      data: [
        [{ value: t('figures.signs.note') }],
        columns.map((column) => bold(t(`figures.signs.columns.${column}`))),
        ...(found.length ? found : [[{ value: t('figures.signs.none') }]]),
      ],
      sheet: t('figures.signs.title'),
    },
  ]
}
