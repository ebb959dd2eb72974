import { computed, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../composables/useFormat'
import type { ComparedPlace } from '../../../workers/analysis'
import type { Analysis } from '../useAnalysis'
import { unitKeyOf } from '../useLegends'

interface Position {
  lng: number
  lat: number
}

/** Returns what the map says of the place that was pointed at, and of both sides there where it shows a difference. */
export function usePointed({ cases, choice, per, answers }: Analysis) {
  const { t } = useI18n()
  const format = useFormat()
  const pointed = shallowRef<(Position & { value: number | null; compared: ComparedPlace | null }) | null>(
    null,
  )

  async function point({ lng, lat }: Position): Promise<void> {
    const [value, compared] = await Promise.all([
      cases.worker.valueAt(lng, lat),
      cases.worker.comparedAt(lng, lat),
    ])
    pointed.value = { value, compared, lng, lat }
  }
  watch(answers, () => {
    if (pointed.value) void point(pointed.value)
  })

  const words = computed(() => {
    const value = pointed.value?.value ?? null
    if (value === null) return t('analysis.outside')
    if (Number.isNaN(value)) return t('analysis.fewLive')
    const unit = t(unitKeyOf(choice.value.question, per.value))
    const said = t('analysis.value', { value: format.decimal(value, 1), unit })
    return pointed.value?.compared ? said + comparedWords(pointed.value.compared) : said
  })

  /** What the difference at a place is made of. */
  function comparedWords({ first, second, kind, reachMetres }: ComparedPlace): string {
    return t('analysis.comparedAround', {
      metres: reachMetres,
      first: format.number(first),
      second: format.number(second),
      verdict: t(kind ? 'analysis.significant' : 'analysis.byChance'),
    })
  }
  return { pointed, words, point }
}
