import { computed, type Ref } from 'vue'
import { useRead } from '../../../composables/useRead'
import type { Area } from '../../../data/areas'
import { type BaseMap, readBaseMap } from '../../../data/maps/basemap'
import { client } from '../../../data/client'

/** Reads the base map of an area once it is wanted: neither places nor plans are to wait for a backdrop. */
export function useBaseMap(area: Readonly<Ref<Area | null>>, isWanted: Readonly<Ref<boolean>>) {
  const wanted = computed(() => (isWanted.value ? (area.value?.id ?? null) : null))
  const { data, failure, reload } = useRead('base-map-of-area', wanted, async (id, signal) =>
    id === null ? null : { id, map: await readBaseMap(client(signal), id) },
  )
  const baseMap = computed<BaseMap | null>(() =>
    data.value?.id === area.value?.id ? (data.value?.map ?? null) : null,
  )
  return { baseMap, failure, reload }
}
