import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { offer } from '../../../composables/useFiles'
import { useRead } from '../../../composables/useRead'
import { readAssessment } from '../../../data/assessment'
import { client } from '../../../data/client'
import { listIndicators, type Period } from '../../../data/indicators'
import { serverNow } from '../../../lib/clock'
import { dayAt } from '../../../lib/days'
import { usePlace } from '../../../stores/place'
import { bulletinPeriod } from '../bulletin'
import { useWords } from '../useWords'

/** What is assessed: units, never persons. */
export const ASSESSED = ['street', 'community', 'department'] as const

/** The assessment of the month and unit in the address. */
export function useAssessment() {
  const route = useRoute()
  const router = useRouter()
  const place = usePlace()
  const words = useWords()
  const { t, format } = words

  const today = dayAt(serverNow())
  const unit = computed(() => ASSESSED.find((one) => one === route.query.unit) ?? 'community')
  const period = computed((): Period => {
    const day = String(route.query.day ?? '')
    const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
    return isDay ? bulletinPeriod('month', day) : bulletinPeriod('month', today, -1)
  })
  const read = useRead(
    'assessment',
    () => JSON.stringify([place.area?.id ?? 0, unit.value, period.value]),
    (_, signal) =>
      place.area
        ? readAssessment(client(signal), place.area.id, unit.value, period.value)
        : Promise.resolve(null),
  )
  const registry = useRead(
    'indicators',
    () => 'all',
    (_, signal) => listIndicators(client(signal)),
  )
  const codes = computed(() => Object.keys(read.data.value?.weights ?? {}).sort())
  const nameOf = (code: string) => {
    const found = registry.data.value?.find((one) => one.code === code)
    return found ? words.nameOf(found) : code
  }
  const weightWords = computed(() =>
    codes.value
      .map((code) => `${nameOf(code)} ${format.number(read.data.value?.weights[code] ?? 0)}`)
      .join(t('common.listComma')),
  )
  const valueOf = (pair: [number, number | null] | undefined) => (pair?.[1] ? pair[0] / pair[1] : null)
  const share = (pair: [number, number | null] | undefined) => format.share(valueOf(pair))

  async function workbook(title: string): Promise<void> {
    const answer = read.data.value
    if (!answer) return
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const titles = [
      t('figures.assessment.rank'),
      t(`figures.units.${unit.value}`),
      t('figures.assessment.score'),
    ]
    const head = [...titles, ...codes.value.map(nameOf)].map((value) => ({
      value,
      fontWeight: 'bold' as const,
    }))
    const rows = answer.units.map((row) => [
      row.rank === null ? null : { value: row.rank },
      { value: words.unitName('community', row) },
      row.score === null ? null : { value: row.score },
      ...codes.value.map((code) => {
        const value = valueOf(row.values[code])
        return value === null ? null : { value, format: '0.0%' }
      }),
    ])
    const data = [
      [{ value: `${title} ${words.periodWords(period.value)}` }],
      [{ value: weightWords.value }],
      head,
      ...rows,
    ]
    offer(
      await writeExcelFile([{ data, sheet: t('figures.assessment.link') }]).toBlob(),
      `${title} ${period.value.firstDay}.xlsx`,
    )
  }

  const go = (query: Record<string, string>) => void router.push({ query: { ...route.query, ...query } })
  return {
    t,
    words,
    read,
    registry,
    unit,
    period,
    codes,
    nameOf,
    share,
    weightWords,
    workbook,
    hasLater: computed(() => period.value.lastDay < today),
    setUnit: (next: string) => go({ unit: next }),
    step: (steps: number) => go({ day: bulletinPeriod('month', period.value.firstDay, steps).firstDay }),
    /** The cases behind a figure: the leader's page with the same unit, period and indicator. */
    behind: (id: string, code: string) => ({
      path: '/figures',
      query: {
        area: route.query.area,
        unit: unit.value,
        by: code,
        first: period.value.firstDay,
        last: period.value.lastDay,
        open: `${unit.value}~${id}~${code}`,
      },
    }),
  }
}
