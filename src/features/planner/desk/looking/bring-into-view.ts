import type { LngLatBoundsLike, Map as MapLibreMap } from 'maplibre-gl'
import type { Bounds } from '../../../../map/bounds'
import { freeRectangle, insetsOf, moveIntoView, type Rectangle } from '../../../../map/in-view'

/** What lies over the map and hides it. */
const OVER_MAP = '[data-over-map]'
const MARGIN_PIXELS = 16
const DURATION_MS = 300

function obstaclesOver(map: MapLibreMap): Rectangle[] {
  const container = map.getContainer()
  const origin = container.getBoundingClientRect()
  return [...(container.parentElement?.querySelectorAll(OVER_MAP) ?? [])].map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return [left - origin.left, top - origin.top, right - origin.left, bottom - origin.top]
  })
}

/** Moves the map so that some bounds are seen whole beside what lies over it; where they are already, it stays. */
export function bringIntoView(map: MapLibreMap, [west, south, east, north]: Bounds): void {
  const { clientWidth, clientHeight } = map.getContainer()
  const whole: Rectangle = [0, 0, clientWidth, clientHeight]
  const [left, top, right, bottom] = freeRectangle(whole, obstaclesOver(map))
  const free: Rectangle = [
    left + MARGIN_PIXELS,
    top + MARGIN_PIXELS,
    right - MARGIN_PIXELS,
    bottom - MARGIN_PIXELS,
  ]
  const [from, to] = [map.project([west, north]), map.project([east, south])]
  const move = moveIntoView([from.x, from.y, to.x, to.y], free)
  if (move.kind === 'pan') map.panBy(move.by, { duration: DURATION_MS })
  if (move.kind === 'fit') {
    const bounds: LngLatBoundsLike = [west, south, east, north]
    map.fitBounds(bounds, { padding: insetsOf(free, whole), duration: DURATION_MS })
  }
}
