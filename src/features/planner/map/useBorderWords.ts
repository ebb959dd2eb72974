import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../composables/useFormat'
import { isWithin } from '../../../lib/deviation'
import { formatChange } from '../../../lib/format'
import type { GridEffect } from '../../../plan/foresight/effect'
import type { MarkLine } from '../../../map/marks'
import { usePlan } from '../../../stores/plan'
import type { BorderSketch } from './tools/useBorderTool'
import { useNames } from '../../../composables/useNames'

/** Returns what letting go of a border would do in words: a line for each grid, or why it cannot be done. */
export function useBorderWords(sketch: Readonly<Ref<BorderSketch>>): ComputedRef<MarkLine[]> {
  const { t } = useI18n()
  const format = useFormat()
  const plan = usePlan()
  const { gridNumber } = useNames()

  function lineOf({ level, key, before, after, deviation }: GridEffect): MarkLine {
    const text = t('planner.tools.side', {
      grid: gridNumber({ level, key }),
      before: format.number(before),
      after: format.number(after),
      change: formatChange(deviation, 1),
    })
    return { text, isOut: !isWithin(deviation, plan.tolerance) }
  }

  return computed(() => {
    const { effect } = sketch.value
    if (!effect) return []
    if (effect.obstacle) return [{ text: t(`planner.editFaults.${effect.obstacle}`), isOut: true }]
    const isSame = effect.grids.every(({ before, after }) => before === after)
    return isSame ? [{ text: t('planner.tools.sidesStay') }] : effect.grids.map(lineOf)
  })
}
