import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, type Ref } from 'vue'
import { useGrabCursor } from '../../../composables/map/useGrabCursor'
import { type StrokePoint, useStroke } from '../../../composables/map/useStroke'
import type { DrawnBorder } from './useBorder'

/** So near to a corner the pointer takes hold of it. */
const REACH_PIXELS = 12

/**
 * Lets corners of the border be dragged on the map: the border follows the hand, and is the selection when the hand lets go; Escape
 * leaves it as it was. Listens as long as the scope lives.
 */
export function useCornerDrag(map: Readonly<Ref<MapLibreMap | null>>, border: DrawnBorder): void {
  const isActive = computed(() => !border.isDrawing.value && border.corners.value.length > 0)
  /** From where the hand took hold to the corner, degrees. */
  let [east, north] = [0, 0]

  /** The corner that is nearest to a place within reach; −1: none is. */
  function cornerAt([lng, lat]: StrokePoint): number {
    const on = map.value
    if (!on) return -1
    const from = on.project([lng, lat])
    const away = border.corners.value.map((corner) => {
      const { x, y } = on.project(corner)
      return Math.hypot(x - from.x, y - from.y)
    })
    const nearest = Math.min(...away)
    return nearest <= REACH_PIXELS ? away.indexOf(nearest) : -1
  }

  useStroke(map, isActive, {
    begin: ([lng, lat]) => {
      const place = cornerAt([lng, lat])
      if (place < 0) return false
      const corner = border.corners.value[place]
      ;[east, north] = [corner[0] - lng, corner[1] - lat]
      border.take(place)
      return true
    },
    move: ([lng, lat]) => border.drag([lng + east, lat + north]),
    end: ([lng, lat]) => {
      border.drag([lng + east, lat + north])
      border.drop()
    },
    cancel: border.letGo,
  })

  useGrabCursor(map, isActive, (at) => cornerAt(at) >= 0)
}
