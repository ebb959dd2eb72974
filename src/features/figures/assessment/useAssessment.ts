import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useRead } from '../../../composables/useRead'
import { type SheetFile, useSheets } from '../../../composables/useSheets'
import { ASSESSED, publishAssessment, readAssessment, readSigns } from '../../../data/assessment'
import { client } from '../../../data/client'
import { listIndicators, type Period } from '../../../data/indicators'
import { serverNow } from '../../../lib/time/clock'
import { dayAt } from '../../../lib/time/days'
import { sendOnce } from '../../../lib/intent-key'
import { usePlace } from '../../../stores/place'
import { bulletinPeriod } from '../bulletin/bulletin'
import { useChangeWords } from '../published/useChangeWords'
import { useWords } from '../useWords'
import { assessmentSheets, HEAD_ROWS } from './assessment-sheets'

/** Over what is assessed. */
export const PERIODS = ['month', 'quarter', 'year'] as const

/** The assessment of the month, quarter or year and the unit in the address: as published where it was, else as counted now. */
export function useAssessment() {
  const route = useRoute()
  const router = useRouter()
  const place = usePlace()
  const words = useWords()
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
  /** As it was published where it was, else as counted now. */
  const content = computed(() => read.data.value?.published?.content ?? read.data.value)
  const edition = computed(() => read.data.value?.published?.edition ?? null)
  const codes = computed(() => Object.keys(content.value?.weights ?? {}).sort())
  const nameOf = (code: string) => {
    const found = registry.data.value?.find((one) => one.code === code)
    return found ? words.nameOf(found) : code
  }
  const weightWords = computed(() =>
    codes.value
      .map((code) => `${nameOf(code)} ${format.number(content.value?.weights[code] ?? 0)}`)
      .join(t('common.listComma')),
  )
  const valueOf = (pair: [number, number | null] | undefined) => (pair?.[1] ? pair[0] / pair[1] : null)
  const share = (pair: [number, number | null] | undefined) => format.share(valueOf(pair))

  async function publish(reason: string) {
    const [area, by, about] = [place.area!.id, unit.value, period.value]
    const done = await sendOnce(['assessment', area, by, about, reason], (key) =>
      publishAssessment(client(), area, by, about, reason, key),
    )
    await read.reload()
    return done
  }

  const standing = computed(() =>
    edition.value === null
      ? t('figures.bulletin.draft')
      : t('figures.bulletin.edition', { edition: edition.value }),
  )
  const { give } = useSheets()
  async function save(kind: SheetFile, title: string): Promise<void> {
    if (!content.value) return
    const { signs } = await readSigns(client(), place.area!.id, period.value)
    const texts = {
      title,
      period: period.value,
      standing: standing.value,
      unit: unit.value,
      weights: weightWords.value,
      codes: codes.value,
      nameOf,
      communityOf: (id: number) => {
        const found = place.byId.get(id)
        return found ? place.nameOf(found) : String(id)
      },
    }
    const sheets = assessmentSheets(content.value, signs, texts, words)
    const lines = [words.periodWords(period.value), standing.value, weightWords.value]
    // The head of the first sheet stands over the picture already.
    const tables = sheets.map(({ data, ...sheet }, at) => ({ ...sheet, data: at === 0 ? data.slice(HEAD_ROWS) : data })) // prettier-ignore
    await give(kind, { name: [title, period.value.firstDay], sheets, picture: { title, lines, tables } })
  }

  const changeWords = useChangeWords((_, code) => {
    const row = content.value?.units.find((one) => one.code === code)
    return row ? words.unitName('community', row) : null
  })

  const go = (query: Record<string, string>) => void router.push({ query: { ...route.query, ...query } })
  return {
    t,
    words,
    read,
    registry,
    unit,
    kind,
    period,
    codes,
    nameOf,
    share,
    weightWords,
    save,
    publish,
    changeWords,
    content,
    standing,
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
