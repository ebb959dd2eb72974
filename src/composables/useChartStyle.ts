import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue'
import type { ChartStyle } from '../charts/style'
import { formatNumber } from '../lib/format'
import { DESK_TYPE, type TypeStep } from '../lib/theme'
import { usePreferences } from '../stores/preferences'
import { useFormat } from './useFormat'

/** Returns the style of charts in the present theme and language; `type` is the desk's unless a wall gives its own. */
export function useChartStyle(
  type: MaybeRefOrGetter<Readonly<Record<TypeStep, number>>> = DESK_TYPE,
): ComputedRef<ChartStyle> {
  const preferences = usePreferences()
  const format = useFormat()
  return computed(() => {
    const language = format.language.value
    return {
      colours: preferences.colours,
      type: toValue(type),
      number: (value) => formatNumber(value, language, 1),
    }
  })
}
