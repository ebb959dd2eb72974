import { computed, type ComputedRef } from 'vue'
import type { MapPart } from '../../map/part'
import { archivePart, elsewherePart } from '../../map/parts/elsewhere'
import { usePlace } from '../../stores/place'
import { readArchive } from './map-archive'
import { useDistrictSettings } from '../useDistrictSettings'
import { useFormat } from '../useFormat'
import { useRead } from '../useRead'

/**
 * Returns what lies under everything on a map, as parts: the drawn map, and the one from elsewhere that the district has chosen over
 * it. An archive of shapes draws what the drawn map draws, and stands in its place; until it is read the drawn map is there.
 */
export function useElsewhereMap(drawn: () => MapPart | null): ComputedRef<MapPart[]> {
  const place = usePlace()
  const { language } = useFormat()
  const settings = useDistrictSettings(() => place.district?.id ?? null)
  const source = computed(() => {
    const known = settings.data.value
    return known?.mapSources.find(({ id }) => id === known.mapSource) ?? null
  })
  const archive = useRead(
    'map-archive',
    () => (source.value?.kind === 'pmtiles' ? source.value.url : ''),
    (url) => (url ? readArchive(url) : Promise.resolve(null)),
  )
  const elsewhere = computed(() => {
    if (!source.value) return null
    if (source.value.kind !== 'pmtiles') return elsewherePart(source.value)
    return archive.data.value && archivePart(source.value, archive.data.value, language.value)
  })
  return computed(() => {
    const isInItsPlace = archive.data.value?.kind === 'vector' && elsewhere.value !== null
    return [isInItsPlace ? null : drawn(), elsewhere.value].filter((part) => part !== null)
  })
}
