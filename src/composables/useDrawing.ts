import { useEventListener } from '@vueuse/core'
import type { Map as MapLibreMap } from 'maplibre-gl'
import {
  TerraDraw,
  TerraDrawFreehandMode,
  TerraDrawLineStringMode,
  TerraDrawRectangleMode,
  TerraDrawRenderMode,
} from 'terra-draw'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { DrawingAdapter } from '../map/drawing-adapter'
import type { Mark } from '../map/marks'

/** What is drawn: a box, a freehand outline, or a line whose last point is clicked twice. */
export type DrawingMode = 'rectangle' | 'freehand' | 'linestring'

/** Where a corner of a line that is drawn near a place (degrees) goes instead; nothing where it stays. */
export type SnapCorner = (at: [number, number]) => [number, number] | undefined

function create(map: MapLibreMap, show: (marks: Mark[]) => void, snap: SnapCorner): TerraDraw {
  return new TerraDraw({
    adapter: new DrawingAdapter(map, show),
    modes: [
      new TerraDrawRectangleMode({ drawInteraction: 'click-move-or-drag' }),
      new TerraDrawFreehandMode({ drawInteraction: 'click-drag', autoClose: false }),
      new TerraDrawLineStringMode({ snapping: { toCustom: ({ lng, lat }) => snap([lng, lat]) } }),
      new TerraDrawRenderMode({ modeName: 'still', styles: {} }),
    ],
  })
}

/**
 * Lets somebody draw on a map in a mode, or nothing for null. `drawn` gets the positions (degrees; closed for areas)
 * and the sketch is taken off again. Corners of a line go where `snap` says, unless Alt is held. Returns the sketch as marks. Ends
 * with the scope.
 */
export function useDrawing(
  map: Readonly<Ref<MapLibreMap | null>>,
  mode: Readonly<Ref<DrawingMode | null>>,
  drawn: (positions: [number, number][]) => void,
  snap: SnapCorner = () => undefined,
): Readonly<Ref<readonly Mark[]>> {
  const marks = shallowRef<readonly Mark[]>([])
  let draw: TerraDraw | null = null
  let isFree = false
  // The drawing hears of keys only while the map has the focus; a pointer always says which are held.
  useEventListener(
    window,
    ['pointermove', 'pointerdown', 'pointerup'],
    ({ altKey }: PointerEvent) => (isFree = altKey),
    { capture: true },
  )

  function stop(): void {
    if (draw?.enabled) draw.stop()
    draw = null
  }

  function finish(id: string | number): void {
    const geometry = draw?.getSnapshotFeature(id)?.geometry
    if (!geometry || geometry.type === 'Point') return
    const positions = geometry.type === 'Polygon' ? geometry.coordinates[0] : geometry.coordinates
    setTimeout(() => draw?.clear())
    drawn(positions as [number, number][])
  }

  watch(
    [map, mode] as const,
    ([now, wanted]) => {
      if (!now || !wanted) return stop()
      if (!draw) {
        draw = create(
          now,
          (made) => (marks.value = made),
          (at) => (isFree ? undefined : snap(at)),
        )
        draw.start()
        draw.on('finish', finish)
      }
      draw.setMode(wanted)
    },
    { immediate: true },
  )
  onScopeDispose(stop)
  return marks
}
