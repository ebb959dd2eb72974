import { watchDebounced } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { nameIn } from '../../../lib/languages'
import type { Alarm, AlarmQuestion, RepeatSpot } from '../../../workers/analysis'
import { DAY_HOURS } from '../time'
import type { Analysis } from '../useAnalysis'

/** A week or a day has ended when its last day is over. */
const LATELY_DAYS = { week: 7, day: 1 } as const
/** While a window is moved or played nothing else is looked for. */
const LOOKED_FOR_AFTER_MS = 400
const KNOWN_SEASON_DAYS = 1.5 * 365

/** Returns places with several cases of the selection, and what was unusual in the last seven days or yesterday, once everything is read. */
export function useFinds({ cases, choice, grids, selection, answer, answers, today, categories }: Analysis) {
  const { t, locale } = useI18n()
  const places = shallowRef<RepeatSpot[] | null>(null)
  const alarms = shallowRef<{ by: AlarmQuestion['by']; list: Alarm[] } | null>(null)
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
  /** The whole days that are judged. */
  const judged = computed(() => ({
    from: today.value - LATELY_DAYS[choice.value.lately] * DAY_HOURS,
    until: today.value,
  }))

  // What was unusual hangs on the cases only: a window that is moved need not wait for it.
  let alarmsAsked = 0
  watch(
    [cases.loaded, today, groups, grids.counted, () => choice.value.alarmsBy, () => choice.value.lately],
    async () => {
      const { alarmsBy: by, lately } = choice.value
      if (!isWhole() || cases.loaded.value === 0 || (by === 'grid' && !grids.counted.value)) return
      const mine = ++alarmsAsked
      try {
        const day = Math.floor(today.value / DAY_HOURS)
        const found = await cases.worker.alarms({ groups: groups.value, today: day, lately, by })
        if (mine !== alarmsAsked) return
        alarms.value = { by, list: found }
        failures.alarms.value = null
      } catch (error) {
        if (mine === alarmsAsked) failures.alarms.value = error
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
  /** Where an alarm is: its community, and the grid where it is told by grids. */
  function placeOfAlarm({ unit }: Alarm): { community: number; grid: string | null } {
    if (alarms.value?.by !== 'grid') return { community: unit, grid: null }
    const own = grids.counted.value?.features.find(({ properties }) => properties.id === unit)?.properties
    return { community: own?.community ?? 0, grid: own?.code ?? null }
  }
  return { places, alarms, failures, classes, judged, isHistoryShort, nameOfClass, placeOfAlarm }
}

export type Finds = ReturnType<typeof useFinds>
