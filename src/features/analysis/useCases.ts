import { useIntervalFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useRead } from '../../composables/useRead'
import { listCategories } from '../../data/categories'
import { client } from '../../data/client'
import {
  type ColumnChunks,
  forgetOldColumns,
  readColumnChunks,
  readColumns,
} from '../../data/incidents/columns'
import { readBaseMap, readCommunityMap } from '../../data/maps/basemap'
import { boundsOf } from '../../map/bounds'
import { usePlace } from '../../stores/place'
import { type Ground, startAnalysis } from '../../workers/analysis'
import { toDataError } from '../../lib/errors'

const READ_ANEW_MS = 60_000
const AT_ONCE = 3
/** So many months at the end are enough for a first picture. */
const FIRST_MONTHS = 3

/**
 * Brings the cases of the district that the person sees to a worker, the newest months first, and keeps them as they change.
 * `loaded` grows whenever there is more to look at.
 */
export function useCases() {
  const place = usePlace()
  const analysis = startAnalysis()
  const loaded = shallowRef(0)
  const months = shallowRef({ done: 0, all: 0 })
  const failure = shallowRef<unknown>(null)
  const chunks = shallowRef<ColumnChunks | null>(null)
  /** The versions that the worker has. */
  const versions = new Map<string, string>()
  let round = new AbortController()

  const ground = useRead(
    'analysis-ground',
    () => place.district?.id ?? 0,
    async (district, signal) => {
      if (!district) return null
      const line = client(signal)
      const [base, communities, categories] = await Promise.all([
        readBaseMap(line, district),
        readCommunityMap(line, district),
        listCategories(line, district),
      ])
      return { base, communities, categories, bounds: boundsOf(communities) }
    },
    { topics: ['areas', 'ground', 'settings', 'categories'] },
  )

  async function load(): Promise<void> {
    const read = ground.data.value
    const district = place.district?.id
    if (!read || !district) return
    round.abort()
    round = new AbortController()
    const { signal } = round
    const line = client(signal)
    try {
      const listed = await readColumnChunks(line, district)
      signal.throwIfAborted()
      const isGroundNew = await setGround(listed)
      const missing = listed.chunks.filter(({ month, version }) => versions.get(month) !== version).reverse()
      months.value = { done: 0, all: missing.length }
      const join = async () => {
        const known = listed.chunks.map(({ month }) => month)
        await analysis.worker.join(
          known,
          read.categories.map(({ id }) => id),
        )
        signal.throwIfAborted()
        chunks.value = listed
        loaded.value++
      }
      for (let at = 0; at < missing.length; at += AT_ONCE) {
        await Promise.all(
          missing.slice(at, at + AT_ONCE).map(async (one) => {
            const chunk = await readColumns(line, district, one)
            signal.throwIfAborted()
            await analysis.put(one.month, chunk)
            versions.set(one.month, one.version)
          }),
        )
        months.value = { done: Math.min(at + AT_ONCE, missing.length), all: missing.length }
        if (at < FIRST_MONTHS && missing.length > AT_ONCE) await join()
      }
      if (missing.length || isGroundNew || loaded.value === 0) await join()
      failure.value = null
      void forgetOldColumns(district, listed)
    } catch (error) {
      if (signal.aborted) return
      failure.value = error
      if (!toDataError(error).isTransient) chunks.value = null
    }
  }

  let [groundKey, whoseKey] = ['', '']
  /** Whether the ground is another than the worker has. */
  async function setGround({ communities }: ColumnChunks): Promise<boolean> {
    const read = ground.data.value!
    const seen = new Set(communities)
    const whose = `${place.district?.id} ${communities.join()}`
    const key = `${whose} ${ground.loadedAt.value}`
    if (key === groundKey) return false
    if (whose !== whoseKey) {
      versions.clear()
      await analysis.worker.join([], [])
    }
    groundKey = key
    whoseKey = whose
    const isSeen = read.communities.features.filter(({ properties }) => seen.has(properties.id))
    const next: Ground = {
      communities: isSeen.map(({ properties, geometry }) => ({
        id: properties.id,
        polygons: geometry.coordinates as Ground['communities'][number]['polygons'],
      })),
    }
    await analysis.worker.setGround(next)
    return true
  }

  watch(ground.data, () => void load(), { immediate: true })
  useIntervalFn(() => void load(), READ_ANEW_MS)
  onScopeDispose(() => {
    round.abort()
    analysis.end()
  })

  return { worker: analysis.worker, ground, chunks, loaded, months, failure, load }
}
