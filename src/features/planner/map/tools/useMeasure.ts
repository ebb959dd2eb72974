import { useEventListener } from '@vueuse/core'
import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import { areaSquareMetres, lengthMetres } from '../../../../plan/model/measure'

type Position = [lng: number, lat: number]

/** A click so near to the first point closes the outline, pixels. */
const CLOSE_PIXELS = 10

/**
 * Measures on the map while `isActive`: clicks set points, a double click or a click on the first point ends. The line runs
 * on to the pointer, and closes where that is on the first point. Listens as long as the scope lives.
 */
export function useMeasure(map: Readonly<Ref<MapLibreMap | null>>, isActive: Readonly<Ref<boolean>>) {
  const points = shallowRef<Position[]>([])
  const pointer = shallowRef<Position | null>(null)
  const isDone = ref(false)
  const isClosed = ref(false)

  const line = computed<Position[]>(() => {
    if (isClosed.value) return [...points.value, points.value[0]]
    return pointer.value && !isDone.value ? [...points.value, pointer.value] : points.value
  })

  function clear(): void {
    points.value = []
    pointer.value = null
    isDone.value = isClosed.value = false
  }

  const isRing = computed(() => line.value.length > 3 && line.value.at(-1) === line.value[0])

  function isOnFirst({ target, point }: MapMouseEvent): boolean {
    if (points.value.length < 3) return false
    const first = target.project(points.value[0])
    return Math.hypot(first.x - point.x, first.y - point.y) <= CLOSE_PIXELS
  }

  function click(event: MapMouseEvent): void {
    if (!isActive.value) return
    if (isDone.value) clear()
    if (isOnFirst(event)) isDone.value = isClosed.value = true
    else points.value = [...points.value, [event.lngLat.lng, event.lngLat.lat]]
  }
  function finish(event: MapMouseEvent): void {
    if (!isActive.value || isDone.value) return
    event.preventDefault()
    points.value = points.value.slice(0, -1)
    isDone.value = points.value.length > 1
  }
  function move(event: MapMouseEvent): void {
    if (!isActive.value || points.value.length === 0 || isDone.value) return
    pointer.value = isOnFirst(event) ? points.value[0] : [event.lngLat.lng, event.lngLat.lat]
  }
  function takeBack(event: KeyboardEvent): void {
    if (isActive.value && event.key === 'Backspace') points.value = points.value.slice(0, -1)
  }

  useEventListener(document, 'keydown', takeBack)

  let forget: (() => void) | null = null
  watch(
    map,
    (now) => {
      forget?.()
      if (!now) return (forget = null)
      const heard = [now.on('click', click), now.on('dblclick', finish), now.on('mousemove', move)]
      forget = () => heard.forEach((subscription) => subscription.unsubscribe())
    },
    { immediate: true },
  )
  watch(isActive, clear)
  onScopeDispose(() => forget?.())

  return {
    /** The line as it is shown, degrees. */
    line,
    lengthMetres: computed(() => lengthMetres(line.value)),
    /** The area inside; null as long as the line is open. */
    areaSquareMetres: computed(() => (isRing.value ? areaSquareMetres(line.value) : null)),
  }
}
