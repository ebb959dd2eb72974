import { watchDebounced } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { nameIn } from '../../../lib/languages'
import type { Alarm, RepeatSpot } from '../../../workers/analysis'
import { DAY_HOURS } from '../time'
import type { Analysis } from '../useAnalysis'

/** A week has ended when its last day is over. */
const WEEK_DAYS = 7
/** While a window is moved or played nothing else is looked for. */
const LOOKED_FOR_AFTER_MS = 400
const KNOWN_SEASON_DAYS = 1.5 * 365

/** Returns places with several cases of the selection, and what was unusual in the last seven days, once everything is read. */
export function useFinds({ cases, selection, answer, answers, today, categories }: Analysis) {
  const { t, locale } = useI18n()
  const places = shallowRef<RepeatSpot[] | null>(null)
  const alarms = shallowRef<Alarm[] | null>(null)
  const failures = { places: shallowRef<unknown>(null), alarms: shallowRef<unknown>(null) }
  const isWhole = () => cases.chunks.value !== null && cases.months.value.done >= cases.months.value.all
  let asked = 0

  const classes = computed(() => categories.value.filter(({ code }) => code.length === 2))
  /** The class of each category in the order of the columns; what has none is a class of its own at the end. */
  const groups = computed(() => {
    const placeOf = new Map(classes.value.map(({ code }, at) => [code, at]))
    return (cases.ground.data.value?.categories ?? []).map(
      ({ code }) => placeOf.get(code.slice(0, 2)) ?? classes.value.length,
    )
  })
  /** The last seven whole days. */
  const week = computed(() => ({ from: today.value - WEEK_DAYS * DAY_HOURS, until: today.value }))

  // What was unusual hangs on the cases only: a window that is moved need not wait for it.
  watch(
    [cases.loaded, today, groups],
    async () => {
      if (!isWhole() || cases.loaded.value === 0) return
      try {
        alarms.value = await cases.worker.alarms(groups.value, Math.floor(today.value / DAY_HOURS))
        failures.alarms.value = null
      } catch (error) {
        failures.alarms.value = error
      }
    },
    { immediate: true },
  )
  watchDebounced(
    answers,
    async () => {
      const mine = ++asked
      if (!isWhole() || answers.value === 0) return
      try {
        const found = await cases.worker.repeats(selection.value)
        if (mine !== asked) return
        places.value = found
        failures.places.value = null
      } catch (error) {
        if (mine === asked) failures.places.value = error
      }
    },
    { debounce: LOOKED_FOR_AFTER_MS, immediate: true },
  )
  /** Half a year is held back and a whole one is needed to know the seasons: with less they are guessed from a part of one. */
  const isHistoryShort = computed(() => {
    const days = today.value / DAY_HOURS - (answer.value?.firstDay ?? 0)
    return days < KNOWN_SEASON_DAYS
  })
  /** The name of the class of an alarm. */
  function nameOfClass(group: number): string {
    const own = classes.value.at(group)
    return own ? nameIn(own, locale.value) : t('analysis.otherClass')
  }
  return { places, alarms, failures, classes, week, isHistoryShort, nameOfClass }
}

export type Finds = ReturnType<typeof useFinds>
