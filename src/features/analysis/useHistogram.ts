import { computed, type Ref } from 'vue'
import { DAY_HOURS, dayOfHour, moved, type Span } from './time'
import type { Analysis } from './useAnalysis'

const LEAST_DAYS = 60
/** So wide is the name of a month with its room. */
const TICK_PIXELS = 64
/** A month takes so much room below the bars. */
const TICK_WORDS_PIXELS = 52

/** Returns cases by day as heights of columns a pixel wide, and where hours lie on them. */
export function useHistogram({ answer, span, today }: Analysis, width: Readonly<Ref<number>>) {
  /** What the slider shows: from the first report to the end of today, some weeks at least. */
  const range = computed((): Span => {
    const until = today.value + DAY_HOURS
    const first = answer.value?.byDay.length ? answer.value.firstDay * DAY_HOURS : until
    return {
      from: Math.min(first, until - LEAST_DAYS * DAY_HOURS, span.value.from),
      until: Math.max(until, span.value.until),
    }
  })
  const perPixel = computed(() => (range.value.until - range.value.from) / Math.max(1, width.value))
  const pixelOf = (hour: number) => (hour - range.value.from) / perPixel.value

  /** The mean of the days under each pixel. */
  const heights = computed(() => {
    const [now, columns] = [answer.value, Math.floor(width.value)]
    const sums = new Float64Array(Math.max(0, columns))
    const days = new Float64Array(sums.length)
    if (!now) return sums
    for (let column = 0; column < columns; column++) {
      const from = (range.value.from + column * perPixel.value) / DAY_HOURS - now.firstDay
      const until = from + perPixel.value / DAY_HOURS
      for (let day = Math.floor(from); day < until; day++) {
        if (day < 0 || day >= now.byDay.length) continue
        sums[column] += now.byDay[day]
        days[column]++
      }
    }
    return sums.map((sum, column) => (days[column] ? sum / days[column] : 0))
  })
  const peak = computed(() => heights.value.reduce((most, height) => Math.max(most, height), 0))

  /** First days of months or years under the bars. */
  const ticks = computed(() => {
    const list: { hour: number; text: string }[] = []
    // One whose words would be cut off at the end is left out.
    const last = range.value.until - TICK_WORDS_PIXELS * perPixel.value
    const months = (range.value.until - range.value.from) / DAY_HOURS / 30
    const every = [1, 2, 3, 6, 12, 24].find((one) => (months / one) * TICK_PIXELS < width.value) ?? 24
    let hour = Date.parse(`${dayOfHour(range.value.from).slice(0, 4)}-01-01`) / 3_600_000
    for (; hour < range.value.until; hour = moved({ from: hour, until: hour }, 'month', every).from)
      if (hour >= range.value.from && hour <= last) list.push({ hour, text: dayOfHour(hour).slice(0, 7) })
    return list
  })

  return { range, perPixel, pixelOf, heights, peak, ticks }
}
