import { computed, type ComputedRef } from 'vue'
import { rateRatio } from '../../../../geo/index'
import { useFormat } from '../../../composables/useFormat'
import { useRead } from '../../../composables/useRead'
import { client } from '../../../data/client'
import { type Area } from '../../../data/areas'
import { readIndicatorTable } from '../../../data/indicators'
import { isWithin } from '../../../lib/area-tree'
import { serverNow } from '../../../lib/time/clock'
import { dayAt } from '../../../lib/time/days'
import { LEAST_HOUSEHOLDS } from '../../../lib/density'
import { usePlace } from '../../../stores/place'
import type { Analysis } from '../useAnalysis'
import { exposuresOf } from './comparison'
import { useI18n } from 'vue-i18n'

/**
 * Returns in words how the totals of two areas stand to each other: cases for each household and day, the ratio of both rates with its
 * interval, and whether chance explains it. Empty where no other area is compared with.
 */
export function useAreasCompared({ answer, choice, span, versusArea }: Analysis): ComputedRef<string> {
  const { t } = useI18n()
  const format = useFormat()
  const place = usePlace()

  /** Households by community: the denominator that service reach is counted by. */
  const households = useRead(
    'analysis-households-compared',
    () => (versusArea.value ? (place.district?.id ?? 0) : 0),
    async (district, signal) => {
      const day = dayAt(serverNow())
      const period = { firstDay: day, lastDay: day }
      return district
        ? readIndicatorTable(client(signal), district, ['serviceReach'], 'community', period)
        : null
    },
    { topics: ['ground'] },
  )
  function livingIn(area: Area): number {
    return (households.data.value?.units ?? []).reduce((sum, { id, values }) => {
      const own = place.byId.get(Number(id))
      return own && isWithin(own, area, place.byId) ? sum + (values.serviceReach?.[1] ?? 0) : sum
    }, 0)
  }

  return computed(() => {
    const [now, other, own] = [answer.value, versusArea.value, place.area]
    const { question, versus, border } = choice.value
    if (!now?.versus || !versus || !other || !own || !households.data.value) return ''
    const living = [border ? (now.living?.total ?? 0) : livingIn(own), livingIn(other)] as const
    if (living.some((count) => count < LEAST_HOUSEHOLDS)) return t('analysis.areasFewLive')
    const days = exposuresOf(question, span.value, versus.span)
    const found = rateRatio([now.total, now.versus.total], [living[0] * days[0], living[1] * days[1]])
    if (!found) return t('analysis.areasFew')
    const times = (value: number) => format.decimal(value, 2)
    return t('analysis.areasRatio', {
      ratio: times(found.ratio),
      lower: times(found.lower),
      upper: times(found.upper),
      verdict: t(found.p <= 0.05 ? 'analysis.significant' : 'analysis.byChance'),
    })
  })
}
