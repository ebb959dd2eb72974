import type { Map as MapLibreMap } from 'maplibre-gl'
import { TerraDraw, TerraDrawFreehandMode, TerraDrawRectangleMode, TerraDrawRenderMode } from 'terra-draw'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { DrawingAdapter } from '../../map/drawing-adapter'
import type { Mark } from '../../map/marks'

/** What is drawn: a box, or a freehand outline. */
export type DrawingMode = 'rectangle' | 'freehand'

function create(map: MapLibreMap, show: (marks: Mark[]) => void): TerraDraw {
  return new TerraDraw({
    adapter: new DrawingAdapter(map, show),
    modes: [
      new TerraDrawRectangleMode({ drawInteraction: 'click-move-or-drag' }),
      new TerraDrawFreehandMode({ drawInteraction: 'click-drag', autoClose: false }),
      new TerraDrawRenderMode({ modeName: 'still', styles: {} }),
    ],
  })
}

/**
 * Lets somebody draw on a map in a mode, or nothing for null. `drawn` gets the outline (degrees, closed) and the sketch is
 * taken off again. Returns the sketch as marks. Ends with the scope.
 */
export function useDrawing(
  map: Readonly<Ref<MapLibreMap | null>>,
  mode: Readonly<Ref<DrawingMode | null>>,
  drawn: (positions: [number, number][]) => void,
): Readonly<Ref<readonly Mark[]>> {
  const marks = shallowRef<readonly Mark[]>([])
  let draw: TerraDraw | null = null

  function stop(): void {
    if (draw?.enabled) draw.stop()
    draw = null
  }

  function finish(id: string | number): void {
    const geometry = draw?.getSnapshotFeature(id)?.geometry
    if (geometry?.type !== 'Polygon') return
    const [outline] = geometry.coordinates
    setTimeout(() => draw?.clear())
    drawn(outline as [number, number][])
  }

  watch(
    [map, mode] as const,
    ([now, wanted]) => {
      if (!now || !wanted) return stop()
      if (!draw) {
        draw = create(now, (made) => (marks.value = made))
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
