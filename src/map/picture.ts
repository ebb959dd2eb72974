import type { Map as MapLibreMap } from 'maplibre-gl'
import type { Palette } from '../lib/theme'
import { type Mark, markPath } from './marks'

const [LINE_PIXELS, CORNER_PIXELS] = [3, 2]

/**
 * Draws a map as it stands, with the marks over it (words are left out), into a canvas, which becomes as large as the map's in pixels
 * of the screen. A map's canvas can be read only in the task in which it was drawn, so it is drawn anew.
 */
export function drawMap(
  map: MapLibreMap,
  marks: readonly Mark[],
  { accent, raised }: Palette,
  into: HTMLCanvasElement,
): void {
  map.redraw()
  const source = map.getCanvas()
  Object.assign(into, { width: source.width, height: source.height })
  const context = into.getContext('2d')
  if (!context || !source.clientWidth) return
  context.drawImage(source, 0, 0)
  const ratio = source.width / source.clientWidth
  context.scale(ratio, ratio)
  for (const mark of marks) {
    if (mark.kind === 'words') continue
    const path = new Path2D(markPath(map, mark))
    context.strokeStyle = accent
    context.lineWidth = mark.kind === 'circles' ? CORNER_PIXELS : LINE_PIXELS
    context.lineJoin = 'round'
    context.fillStyle = raised
    if (mark.kind === 'circles') context.fill(path)
    context.stroke(path)
  }
}
