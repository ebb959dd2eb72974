import { onScopeDispose, shallowRef, watch } from 'vue'
import type { DensityBand } from '../../../geo/index'
import { useRead } from '../../composables/useRead'
import { client } from '../../data/client'
import { readDensity } from '../../data/maps/density'
import { startDensity } from '../../workers/density'
import { WALL_DAYS } from './useWall'

/**
 * Returns the bands of the density around an area, read anew whenever the figures were; the last ones stay until the next
 * are computed. Where the right is gone there are none.
 */
export function useDensity(areaId: () => number, figuresAt: () => number | null) {
  const bands = shallowRef<DensityBand[]>([])
  const away = startDensity()
  let asked = 0
  const cells = useRead('wall-density', areaId, (area, signal) =>
    readDensity(client(signal), area, WALL_DAYS),
  )
  watch(figuresAt, (at, before) => at !== null && before !== null && void cells.reload())

  watch(
    cells.data,
    async (counts) => {
      const mine = ++asked
      const computed = counts ? await away.bandsOf(counts) : []
      if (mine === asked) bands.value = computed
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    asked++
    away.end()
  })
  return { bands, failure: cells.failure }
}
