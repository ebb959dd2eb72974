import { computed, ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useErrorWords } from '../../composables/useErrorWords'
import { offer } from '../../composables/useFiles'
import { useRead } from '../../composables/useRead'
import { type Bulletin, publish as publishBulletin, readBulletin } from '../../data/assessment'
import { client } from '../../data/client'
import type { Period } from '../../data/indicators'
import { serverNow } from '../../lib/clock'
import { dayAt } from '../../lib/days'
import { usePlace } from '../../stores/place'
import { bulletinPeriod, COLUMNS, valuesOf } from './bulletin'
import { useWords } from './useWords'

/** The bulletin of the period in the address: as published where it was, else as counted now. */
export function useBulletin() {
  const route = useRoute()
  const router = useRouter()
  const place = usePlace()
  const words = useWords()
  const errorWords = useErrorWords()
  const { t, format } = words
  const isLess = ref(false)

  const today = dayAt(serverNow())
  const kind = computed<'week' | 'month'>(() => (route.query.kind === 'month' ? 'month' : 'week'))
  const period = computed((): Period => {
    const day = String(route.query.day ?? '')
    const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
    return isDay ? bulletinPeriod(kind.value, day) : bulletinPeriod(kind.value, today, -1)
  })
  const read = useRead(
    'bulletin',
    () => JSON.stringify([place.area?.id ?? 0, period.value]),
    (_, signal) =>
      place.area ? readBulletin(client(signal), place.area.id, period.value) : Promise.resolve(null),
  )
  const isPublished = computed(() => Boolean(read.data.value?.published))
  const content = computed(
    (): Bulletin['content'] | null => read.data.value?.published?.content ?? read.data.value?.content ?? null,
  )

  const sentences = computed((): string[] => {
    if (!content.value?.total) return [t('figures.nothing')]
    const total = valuesOf(content.value.total, isLess.value)
    const rows = content.value.area
      .map((row) => ({ name: words.unitName('class', row), values: valuesOf(row.values, isLess.value) }))
      .filter(({ values }) => values.onTimeClosure !== null && (values.closingDue ?? 0) >= 5)
      .sort((one, other) => one.values.onTimeClosure! - other.values.onTimeClosure!)
    const most = [...content.value.class].sort(
      (one, other) => (other.values.cameIn?.[0] ?? 0) - (one.values.cameIn?.[0] ?? 0),
    )
    const sum = t('figures.bulletin.sum', {
      cameIn: format.number(total.cameIn),
      filed: format.number(total.filedCases),
      due: format.number(total.closingDue),
      closed: format.number(total.closedCases),
      onTime: format.share(total.onTimeClosure),
    })
    const first = rows[0]
    const last = rows.at(-1)
    return [
      sum,
      ...(most[0]
        ? [
            t('figures.bulletin.most', {
              name: words.unitName('class', most[0]),
              cases: format.number(most[0].values.cameIn?.[0] ?? 0),
            }),
          ]
        : []),
      ...(first && last && first !== last
        ? [
            t('figures.bulletin.ends', {
              best: last.name,
              bestShare: format.share(last.values.onTimeClosure),
              worst: first.name,
              worstShare: format.share(first.values.onTimeClosure),
            }),
          ]
        : []),
    ]
  })

  async function publish(reason: string) {
    const done = await publishBulletin(client(), place.area!.id, period.value, reason, crypto.randomUUID())
    await read.reload()
    return done
  }

  async function workbook(title: string): Promise<void> {
    if (!content.value) return
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const head = ['', ...COLUMNS.map((column) => t(`figures.bulletin.columns.${column}`))].map((value) => ({
      value,
      fontWeight: 'bold' as const,
    }))
    const sheet = (rows: Bulletin['content']['area'], unit: 'class' | 'source') => [
      head,
      ...rows.map((row) => {
        const values = valuesOf(row.values, isLess.value)
        return [
          { value: words.unitName(unit, row) },
          ...COLUMNS.map((column) =>
            values[column] === null
              ? null
              : { value: values[column] ?? 0, ...(column === 'onTimeClosure' && { format: '0.0%' }) },
          ),
        ]
      }),
    ]
    const said = [
      [{ value: title, fontWeight: 'bold' as const }],
      [{ value: words.periodWords(period.value) }],
      ...sentences.value.map((value) => [{ value }]),
    ]
    const sheets = [
      { data: said, sheet: t('figures.bulletin.text') },
      { data: sheet(content.value.area, 'class'), sheet: t('figures.bulletin.byArea') },
      { data: sheet(content.value.class, 'class'), sheet: t('figures.bulletin.byClass') },
      { data: sheet(content.value.source, 'source'), sheet: t('figures.bulletin.bySource') },
    ]
    offer(await writeExcelFile(sheets).toBlob(), `${title} ${period.value.firstDay}.xlsx`)
  }

  const go = (query: Record<string, string>) => void router.push({ query: { ...route.query, ...query } })
  return {
    t,
    words,
    errorWords,
    read,
    content,
    period,
    kind,
    isPublished,
    isLess,
    sentences,
    hasLater: computed(() => period.value.lastDay < today),
    setKind: (next: string) => go({ kind: next, day: period.value.firstDay }),
    step: (steps: number) => go({ day: bulletinPeriod(kind.value, period.value.firstDay, steps).firstDay }),
    publish,
    workbook,
  }
}
