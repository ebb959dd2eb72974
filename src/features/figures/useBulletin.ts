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
import { sendOnce } from '../../lib/intent-key'
import { usePlace } from '../../stores/place'
import { bulletinPeriod } from './bulletin'
import { bulletinSheets, sentencesOf } from './bulletin-text'
import { useWords } from './useWords'

/** The bulletin of the period in the address: as published where it was, else as counted now. */
export function useBulletin() {
  const route = useRoute()
  const router = useRouter()
  const place = usePlace()
  const words = useWords()
  const errorWords = useErrorWords()
  const { t } = words
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

  async function workbook(title: string): Promise<void> {
    if (!content.value) return
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const sheets = bulletinSheets(content.value, isLess.value, { title, period: period.value }, words)
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
