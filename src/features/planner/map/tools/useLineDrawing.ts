import { useEventListener } from '@vueuse/core'
import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { computed, onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import type { LngLat } from '../../../../../geo/index'

/** What the line is asked for and tells. */
interface LineHandlers {
  /** Whether a press here begins a line; where not, it is the map's. */
  begins: (at: LngLat) => boolean
  /** Where a corner goes; `isFree` while Alt is held. */
  snap: (at: LngLat, isFree: boolean) => LngLat
  /** Whether the line does what it is for and so ends with this corner. */
  isDone: (line: readonly LngLat[]) => boolean
  drawn: (line: LngLat[]) => void
}

/** A press that moves less is a click, pixels. */
const CLICK_PIXELS = 4

/**
 * Draws lines on the map while `isActive`: a drag draws a line of two points; a click sets its beginning, and a further click ends it
 * where it is done, or anywhere with Shift held or before that sets a corner. A second click in one place ends it all the same,
 * Backspace takes a corner back. Listens as long as the scope lives.
 */
export function useLineDrawing(
  map: Readonly<Ref<MapLibreMap | null>>,
  isActive: Readonly<Ref<boolean>>,
  { begins, snap, isDone, drawn }: LineHandlers,
) {
  const corners = shallowRef<LngLat[]>([])
  const pointer = shallowRef<LngLat | null>(null)
  /** Where the button went down; null where the press was not for the line. */
  let pressed: MapMouseEvent | null = null
  let isOwn = false

  const line = computed<LngLat[]>(() =>
    pointer.value && corners.value.length ? [...corners.value, pointer.value] : corners.value,
  )
  const placeOf = ({ lngLat, originalEvent }: MapMouseEvent) =>
    snap([lngLat.lng, lngLat.lat], originalEvent.altKey)

  function clear(): void {
    corners.value = []
    pointer.value = pressed = null
  }

  function isOnePlace(on: MapLibreMap, here: LngLat, there: LngLat): boolean {
    const [one, other] = [on.project(here), on.project(there)]
    return Math.hypot(one.x - other.x, one.y - other.y) < CLICK_PIXELS
  }

  function press(event: MapMouseEvent): void {
    isOwn = false
    if (!isActive.value || event.originalEvent.button !== 0) return
    if (!corners.value.length && !begins([event.lngLat.lng, event.lngLat.lat])) return
    isOwn = true
    pressed = event
    event.preventDefault()
    event.target.getCanvas().focus({ preventScroll: true })
    if (!corners.value.length) corners.value = [placeOf(event)]
  }

  function move(event: MapMouseEvent): void {
    if (isActive.value && corners.value.length) pointer.value = placeOf(event)
  }

  function finish(made: LngLat[]): void {
    clear()
    if (made.length > 1) drawn(made)
  }

  function release(event: MapMouseEvent): void {
    if (!pressed) return
    const { x, y } = pressed.point
    const isDrag = Math.hypot(event.point.x - x, event.point.y - y) >= CLICK_PIXELS
    pressed = null
    const known = corners.value
    const last = known.at(-1)
    if (!last) return
    const here = placeOf(event)
    const made = [...known, here]
    if (isOnePlace(event.target, here, last)) {
      if (known.length > 1 || isDrag) finish(known)
    } else if ((known.length === 1 && isDrag) || (!event.originalEvent.shiftKey && isDone(made))) finish(made)
    else corners.value = made
  }

  function takeBack({ key }: KeyboardEvent): void {
    if (isActive.value && key === 'Backspace') corners.value = corners.value.slice(0, -1)
  }
  /** The second click of two sets a corner or ends the line: it does not bring the map nearer. */
  function keepStill(event: MapMouseEvent): void {
    if (isOwn) event.preventDefault()
  }

  let forget: (() => void) | null = null
  watch(
    map,
    (now) => {
      forget?.()
      const heard = now
        ? [
            now.on('mousedown', press),
            now.on('mousemove', move),
            now.on('mouseup', release),
            now.on('dblclick', keepStill),
          ]
        : []
      forget = () => heard.forEach((subscription) => subscription.unsubscribe())
    },
    { immediate: true },
  )
  useEventListener(document, 'keydown', takeBack)
  watch(isActive, clear)
  onScopeDispose(() => forget?.())

  return {
    /** The line as it would be if it ended at the pointer, degrees. */
    line,
    /** Whether the latest press was the line's, so that its click chooses nothing. */
    isOwnPress: () => isOwn,
    clear,
  }
}
