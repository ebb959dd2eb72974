import { useEventListener } from '@vueuse/core'
import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { onScopeDispose, type Ref, watch } from 'vue'
import { afterFrame } from '../../lib/frames'
import { holdFrames } from '../../map/hold-frames'

/** A position in degrees. */
export type StrokePoint = [lng: number, lat: number]

/** Keys that are held down during a stroke. */
export interface StrokeKeys {
  isAlt: boolean
}

/** What is done with a stroke of the pointer over the map. */
export interface StrokeHandlers {
  /** Returns false where the stroke is not for this tool: the map is dragged as usual. */
  begin: (at: StrokePoint) => boolean
  move: (at: StrokePoint, keys: StrokeKeys) => void
  end: (at: StrokePoint, keys: StrokeKeys) => void
  /** The stroke was broken off. */
  cancel: () => void
}

/**
 * Follows strokes of the main button over a map while `isActive`, once a frame; the map stands still and draws nothing from the beginning
 * of a stroke until what came of it is on the screen. Listens for as long as the scope lives.
 */
export function useStroke(
  map: Readonly<Ref<MapLibreMap | null>>,
  isActive: Readonly<Ref<boolean>>,
  handlers: StrokeHandlers,
): void {
  let drawing: MapLibreMap | null = null
  let release = () => {}
  let frame = 0
  const point = ({ lngLat }: MapMouseEvent): StrokePoint => [lngLat.lng, lngLat.lat]
  const keys = ({ originalEvent }: MapMouseEvent): StrokeKeys => ({ isAlt: originalEvent.altKey })

  function begin(event: MapMouseEvent): void {
    if (!isActive.value || event.originalEvent.button !== 0 || !handlers.begin(point(event))) return
    drawing = event.target
    // The keys that follow are meant for what is drawn, not for the button that took up the tool.
    drawing.getCanvas().focus({ preventScroll: true })
    drawing.dragPan.disable()
    release()
    release = holdFrames(drawing)
    event.preventDefault()
  }
  function move(event: MapMouseEvent): void {
    if (!drawing) return
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => handlers.move(point(event), keys(event)))
  }
  function stop(): boolean {
    if (!drawing) return false
    cancelAnimationFrame(frame)
    drawing.dragPan.enable()
    drawing = null
    afterFrame(release)
    return true
  }
  function end(event: MapMouseEvent): void {
    if (stop()) handlers.end(point(event), keys(event))
  }
  function breakOff(event: KeyboardEvent): void {
    if (event.key === 'Escape' && stop()) handlers.cancel()
  }

  function listen(on: MapLibreMap): () => void {
    const heard = [on.on('mousedown', begin), on.on('mousemove', move), on.on('mouseup', end)]
    return () => {
      for (const subscription of heard) subscription.unsubscribe()
    }
  }

  useEventListener(document, 'keydown', breakOff)
  let forget: (() => void) | null = null
  watch(
    map,
    (now) => {
      forget?.()
      forget = now ? listen(now) : null
    },
    { immediate: true },
  )
  onScopeDispose(() => forget?.())
}
