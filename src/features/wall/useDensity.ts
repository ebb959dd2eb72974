import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { DensityBand, MultiPolygonRings } from '../../../geo/index'
import { useRead } from '../../composables/useRead'
import { client } from '../../data/client'
import { readCommunityMap } from '../../data/maps/basemap'
import { readDensity } from '../../data/maps/density'
import { startDensity } from '../../workers/density'
import { WALL_DAYS } from './useWall'

/**
 * Returns the bands of the density around an area, read anew whenever the figures were; the last ones stay until the next
 * are computed. Where the right is gone there are none. The ground is the district's: cases lie on both sides of the border of an
 * area within it, and on one side of its own.
 */
export function useDensity(areaId: () => number, districtId: () => number, figuresAt: () => number | null) {
  const bands = shallowRef<DensityBand[]>([])
  const away = startDensity()
  let asked = 0
  const cells = useRead('wall-density', areaId, (area, signal) =>
    readDensity(client(signal), area, WALL_DAYS),
  )
  const ground = useRead(
    'wall-ground',
    districtId,
    async (district, signal) =>
      (await readCommunityMap(client(signal), district)).features.flatMap(
        ({ geometry }) => geometry.coordinates as MultiPolygonRings,
      ),
    { topics: ['areas'] },
  )
  watch(figuresAt, (at, before) => at !== null && before !== null && void cells.reload())

  watch(
    [cells.data, ground.data],
    async ([counts, borders]) => {
      const mine = ++asked
      const drawn = counts && borders ? await away.bandsOf(counts, borders) : []
      if (mine === asked) bands.value = drawn
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    asked++
    away.end()
  })
  return { bands, failure: computed(() => cells.failure.value ?? ground.failure.value) }
}
