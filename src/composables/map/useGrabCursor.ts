import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { onScopeDispose, type Ref, watch } from 'vue'
import type { StrokePoint } from './useStroke'

/**
 * Asks, once a frame, whether the pointer is beside something that can be taken hold of, and shows a hand there. Listens as long
 * as the tool is in hand.
 */
export function useGrabCursor(
  map: Readonly<Ref<MapLibreMap | null>>,
  isActive: Readonly<Ref<boolean>>,
  isBeside: (at: StrokePoint) => boolean,
): void {
  let frame = 0
  let stop: (() => void) | null = null

  function listen(on: MapLibreMap): () => void {
    const { style } = on.getCanvas()
    const hovering = on.on('mousemove', ({ lngLat, originalEvent }: MapMouseEvent) => {
      cancelAnimationFrame(frame)
      if (originalEvent.buttons !== 0) return
      frame = requestAnimationFrame(() => (style.cursor = isBeside([lngLat.lng, lngLat.lat]) ? 'grab' : ''))
    })
    return () => {
      hovering.unsubscribe()
      cancelAnimationFrame(frame)
      style.cursor = ''
    }
  }

  watch(
    [map, isActive] as const,
    ([now, active]) => {
      stop?.()
      stop = now && active ? listen(now) : null
    },
    { immediate: true },
  )
  onScopeDispose(() => stop?.())
}
