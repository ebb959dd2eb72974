import { computed } from 'vue'
import { useElsewhereMap } from '../../composables/map/useElsewhereMap'
import { useRead } from '../../composables/useRead'
import { useFormat } from '../../composables/useFormat'
import { labelPoints, readBaseMap, readCommunityMap, readGridMap } from '../../data/maps/basemap'
import { client } from '../../data/client'
import { communitiesPart } from '../../map/parts/areas'
import { baseMapPart } from '../../map/parts/basemap'
import { boundsOf } from '../../map/bounds'
import { gridBordersPart } from '../../map/parts/grids'
import type { MapPart } from '../../map/part'

async function readAreas(areaId: number | null, signal: AbortSignal) {
  if (areaId === null) return null
  const [communities, grids] = await Promise.all([
    readCommunityMap(client(signal), areaId),
    readGridMap(client(signal), areaId),
  ])
  return { communities, grids }
}

/** Returns the quiet map under the incidents: base map, borders of communities and grids; and the bounds of the area. */
export function useBackdrop(areaId: () => number | null, districtId: () => number | null) {
  const { language } = useFormat()
  const base = useRead(
    'base-map',
    districtId,
    (id, signal) => (id === null ? Promise.resolve(null) : readBaseMap(client(signal), id)),
    { topics: ['ground'] },
  )
  const areas = useRead('areas-and-grids', areaId, readAreas, { topics: ['areas', 'plans', 'settings'] })
  const basePart = computed(() => base.data.value && baseMapPart(base.data.value, language.value))
  const ground = useElsewhereMap(() => basePart.value)
  const areaParts = computed(() => {
    const known = areas.data.value
    if (!known) return []
    return [
      gridBordersPart(known.grids),
      communitiesPart(known.communities, labelPoints(known.communities), language.value),
    ]
  })
  const parts = computed<MapPart[]>(() => [...ground.value, ...areaParts.value])
  const bounds = computed(() => areas.data.value && boundsOf(areas.data.value.communities))
  const grids = computed(() => areas.data.value?.grids.features.map(({ properties }) => properties) ?? [])
  /** What of the map could not be read; it is tried again by itself. */
  const failure = computed(
    () => (base.data.value ? null : base.failure.value) ?? (areas.data.value ? null : areas.failure.value),
  )
  return { parts, bounds, grids, failure }
}
