import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../../composables/useFormat'

/** From here on an area is told in hectares. */
const LARGE_SQUARE_METRES = 10_000

/** What was measured; null for the area as long as the line is open. */
export interface Measured {
  lengthMetres: Readonly<Ref<number>>
  areaSquareMetres: Readonly<Ref<number | null>>
}

/** Returns what was measured in words, a line each: the length, or the area and the length around it. */
export function useMeasureWords({ lengthMetres, areaSquareMetres }: Measured): ComputedRef<string[]> {
  const { t } = useI18n()
  const format = useFormat()
  return computed(() => {
    const length = format.distance(lengthMetres.value, 2)
    const area = areaSquareMetres.value
    if (area === null) return [length]
    const isLarge = area >= LARGE_SQUARE_METRES
    const words = isLarge
      ? format.hectares(area)
      : t('planner.tools.squareMetres', { count: format.number(area) })
    return [words, t('planner.tools.around', { length })]
  })
}
