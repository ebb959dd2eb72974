import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useErrorWords } from '../../../composables/useErrorWords'
import { offer } from '../../../composables/useFiles'
import { useRead } from '../../../composables/useRead'
import { readAssessment, readSigns } from '../../../data/assessment'
import { client } from '../../../data/client'
import { listIndicators, type Period } from '../../../data/indicators'
import { serverNow } from '../../../lib/clock'
import { dayAt } from '../../../lib/days'
import { usePlace } from '../../../stores/place'
import { bulletinPeriod } from '../bulletin'
import { useWords } from '../useWords'
import { assessmentSheets } from './assessment-sheets'

/** What is assessed: units, never persons. */
export const ASSESSED = ['street', 'community', 'department'] as const

/** Over what is assessed. */
export const PERIODS = ['month', 'quarter', 'year'] as const

/** The assessment of the month, quarter or year and the unit in the address. */
export function useAssessment() {
  const route = useRoute()
  const router = useRouter()
  const place = usePlace()
  const words = useWords()
  const errorWords = useErrorWords()
  const { t, format } = words

  const today = dayAt(serverNow())
  const unit = computed(() => ASSESSED.find((one) => one === route.query.unit) ?? 'community')
  const kind = computed(() => PERIODS.find((one) => one === route.query.kind) ?? 'month')
  const period = computed((): Period => {
    const day = String(route.query.day ?? '')
    const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
    return isDay ? bulletinPeriod(kind.value, day) : bulletinPeriod(kind.value, today, -1)
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
    const { signs } = await readSigns(client(), place.area!.id, period.value)
    const texts = {
      title,
      unit: unit.value,
      weights: weightWords.value,
      codes: codes.value,
      nameOf,
      communityOf: (id: number) => {
        const found = place.byId.get(id)
        return found ? place.nameOf(found) : String(id)
      },
    }
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const sheets = assessmentSheets(answer, signs, texts, words)
    offer(await writeExcelFile(sheets).toBlob(), `${title} ${period.value.firstDay}.xlsx`)
  }

  const go = (query: Record<string, string>) => void router.push({ query: { ...route.query, ...query } })
  return {
    t,
    words,
    errorWords,
    read,
    registry,
    unit,
    kind,
    period,
    codes,
    nameOf,
    share,
    weightWords,
    workbook,
    hasLater: computed(() => period.value.lastDay < today),
    // A longer period that is not over yet says less than the last whole one.
    setKind: (next: (typeof PERIODS)[number]) => {
      const own = bulletinPeriod(next, period.value.firstDay)
      go({ kind: next, day: own.lastDay < today ? own.firstDay : bulletinPeriod(next, today, -1).firstDay })
    },
    setUnit: (next: string) => go({ unit: next }),
    step: (steps: number) => go({ day: bulletinPeriod(kind.value, period.value.firstDay, steps).firstDay }),
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
