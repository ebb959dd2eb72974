import type { Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, type Ref, ref, watch } from 'vue'

/** Returns a number that grows with every movement of a map, for what is placed over it. Listens as long as the scope lives. */
export function useMapMoves(map: Readonly<Ref<MapLibreMap | null>>): Readonly<Ref<number>> {
  const moves = ref(0)
  let forget: (() => void) | null = null
  watch(
    map,
    (now) => {
      forget?.()
      if (!now) return (forget = null)
      const heard = [now.on('move', () => moves.value++), now.on('resize', () => moves.value++)]
      forget = () => heard.forEach((subscription) => subscription.unsubscribe())
    },
    { immediate: true },
  )
  onScopeDispose(() => forget?.())
  return moves
}
