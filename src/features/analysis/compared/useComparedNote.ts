import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../composables/useFormat'
import { exposuresOf } from './comparison'
import type { Analysis } from '../useAnalysis'

/** Returns what stars mean beside a comparison, and by what both sides are made comparable where they are not as long; empty without one. */
export function useComparedNote({ choice, span }: Analysis): ComputedRef<string> {
  const { t } = useI18n()
  const format = useFormat()
  return computed(() => {
    const { question, versus } = choice.value
    if (!versus) return ''
    const days = exposuresOf(question, span.value, versus.span)
    const [first, second] = days.map((count) => format.decimal(count, Number.isInteger(count) ? 0 : 1))
    return [t('analysis.significantNote'), days[0] !== days[1] && t('analysis.exposures', { first, second })]
      .filter(Boolean)
      .join(' ')
  })
}
