import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../composables/useFormat'
import { formatNumber, type Language } from '../../../lib/format'
import type { GridWords } from '../../../map/plan-parts'
import { numberOf } from '../../../plan/model/draft'
import { gridId } from '../../../plan/model/ids'
import { usePlan } from '../../../stores/plan'
import { usePlanEstimates } from '../../../stores/plan-estimates'

/** Stands where a number will. */
const GAP = '\u0000'

/** The words on a grid: a new function where they change, with the language and when codes are given. */
export function useGridWords(): ComputedRef<GridWords> {
  const { t } = useI18n()
  const format = useFormat()
  const plan = usePlan()
  const estimates = usePlanEstimates()

  /** The words around the number are asked for once: for every grid they took longer than all else about it. */
  function gridWords(language: Language, codes: ReadonlyMap<string, string>): GridWords {
    const [before, after] = t('planner.map.label', { count: GAP }).split(GAP)
    return (figure) => {
      const number = numberOf({ code: codes.get(gridId(figure)), key: figure.key })
      // What nobody has counted is marked on the map too.
      const sign = estimates.of(figure) > 0 ? '≈ ' : ''
      const kind = figure.deviation === null ? plan.draft?.grids.get(gridId(figure))?.kind : null
      const households = `${before}${sign}${formatNumber(figure.households, language)}${after}`
      return [number, households, ...(kind ? [t(`setup.grid.kinds.${kind}`)] : [])].join('\n')
    }
  }

  return computed(() => gridWords(format.language.value, plan.codes))
}
