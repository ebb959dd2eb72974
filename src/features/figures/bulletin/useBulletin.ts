import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useRead } from '../../../composables/useRead'
import { type SheetFile, useSheets } from '../../../composables/useSheets'
import { type Bulletin, publishBulletin, readBulletin } from '../../../data/assessment'
import { client } from '../../../data/client'
import type { Period } from '../../../data/indicators'
import { serverNow } from '../../../lib/time/clock'
import { dayAt } from '../../../lib/time/days'
import { sendOnce } from '../../../lib/intent-key'
import { usePlace } from '../../../stores/place'
import { bulletinPeriod } from './bulletin'
import { bulletinSheets, rowsOf, sentencesOf, TABLES } from './bulletin-text'
import { useChangeWords } from '../published/useChangeWords'
import { useWords } from '../useWords'

/** The bulletin of the period in the address: as published where it was, else as counted now. */
export function useBulletin() {
  const route = useRoute()
  const router = useRouter()
  const place = usePlace()
  const words = useWords()
  const { t } = words
  const isLess = computed({
    get: () => route.query.less === '1',
    set: (isOn: boolean) => go({ less: isOn ? '1' : undefined }),
  })

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

  const sentences = computed((): string[] =>
    content.value ? sentencesOf(content.value, isLess.value, words) : [],
  )

  async function publish(reason: string) {
    const [area, about] = [place.area!.id, period.value]
    const done = await sendOnce(['bulletin', area, about, reason], (key) =>
      publishBulletin(client(), area, about, reason, key),
    )
    await read.reload()
    return done
  }

  const { give } = useSheets()
  async function save(kind: SheetFile, title: string): Promise<void> {
    if (!content.value) return
    const sheets = bulletinSheets(content.value, isLess.value, { title, period: period.value }, words)
    const [, ...tables] = sheets
    const lines = [words.periodWords(period.value), ...sentences.value]
    await give(kind, { name: [title, period.value.firstDay], sheets, picture: { title, lines, tables } })
  }

  const changeWords = useChangeWords((list, code) => {
    const table = TABLES.find((one) => one.list === list)
    const row = table && content.value && rowsOf(content.value, table.list).find((one) => one.code === code)
    return row ? words.unitName(table.unit, row) : null
  })

  const go = (query: Record<string, string | undefined>) =>
    void router.push({ query: { ...route.query, ...query } })
  return {
    t,
    words,
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
    save,
    changeWords,
  }
}
