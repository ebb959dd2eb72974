import type { Map as MapLibreMap } from 'maplibre-gl'
import {
  TerraDraw,
  TerraDrawFreehandMode,
  TerraDrawLineStringMode,
  TerraDrawRectangleMode,
  TerraDrawRenderMode,
} from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import { onScopeDispose, type Ref, watch } from 'vue'

/** What is drawn: a box, a freehand outline, or a line whose last point is clicked twice. */
export type DrawingMode = 'rectangle' | 'freehand' | 'linestring'

type Colour = `#${string}`

function create(map: MapLibreMap, colour: Colour): TerraDraw {
  const area = { fillColor: colour, fillOpacity: 0.12, outlineColor: colour, outlineWidth: 2 }
  const line = {
    lineStringColor: colour,
    lineStringWidth: 3,
    closingPointColor: colour,
    closingPointWidth: 5,
  } as const
  return new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: [
      new TerraDrawRectangleMode({ styles: area, drawInteraction: 'click-move-or-drag' }),
      new TerraDrawFreehandMode({ styles: area, drawInteraction: 'click-drag', autoClose: false }),
      new TerraDrawLineStringMode({ styles: line }),
      new TerraDrawRenderMode({ modeName: 'still', styles: {} }),
    ],
  })
}

/**
 * Lets somebody draw on a map in a mode, or nothing for null. `drawn` gets the positions (degrees; closed for areas)
 * and the sketch is taken off again. Ends with the scope.
 */
export function useDrawing(
  map: Readonly<Ref<MapLibreMap | null>>,
  mode: Readonly<Ref<DrawingMode | null>>,
  colour: Readonly<Ref<string>>,
  drawn: (positions: [number, number][]) => void,
): void {
  let draw: TerraDraw | null = null

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
        draw = create(now, colour.value as Colour)
        draw.start()
        draw.on('finish', finish)
      }
      draw.setMode(wanted)
    },
    { immediate: true },
  )
  onScopeDispose(stop)
}
