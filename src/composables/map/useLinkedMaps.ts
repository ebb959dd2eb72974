import type { Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, type Ref, watch } from 'vue'

/** Keeps two maps on the same view: whichever is moved, the other follows at once. Ends with the scope. */
export function useLinkedMaps(
  one: Readonly<Ref<MapLibreMap | null>>,
  other: Readonly<Ref<MapLibreMap | null>>,
): void {
  let isFollowing = false
  let forget: (() => void) | null = null

  function follow(leader: MapLibreMap, follower: MapLibreMap): () => void {
    const heard = leader.on('move', () => {
      if (isFollowing) return
      isFollowing = true
      follower.jumpTo({ center: leader.getCenter(), zoom: leader.getZoom() })
      isFollowing = false
    })
    return () => heard.unsubscribe()
  }

  watch(
    [one, other],
    ([left, right]) => {
      forget?.()
      const ends = left && right ? [follow(left, right), follow(right, left)] : []
      forget = () => ends.forEach((end) => end())
    },
    { immediate: true },
  )
  onScopeDispose(() => forget?.())
}
