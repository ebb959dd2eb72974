import type { Map as MapLibreMap } from 'maplibre-gl'
import { TerraDrawExtend } from 'terra-draw'
import type { Mark } from './marks'

type BaseAdapter = InstanceType<typeof TerraDrawExtend.TerraDrawBaseAdapter>
type Changes = Parameters<BaseAdapter['render']>[0]
type Drawn = Changes['created'][number]

const CORNER_PIXELS = 4

function marksOf({ geometry }: Drawn): Mark[] {
  if (geometry.type === 'Polygon') return [{ kind: 'area', look: 'drawn', lines: geometry.coordinates }]
  if (geometry.type === 'LineString') return [{ kind: 'lines', look: 'drawn', lines: [geometry.coordinates] }]
  const circles = [{ at: geometry.coordinates, radiusPixels: () => CORNER_PIXELS }]
  return [{ kind: 'circles', look: 'corner', circles }]
}

/** Lets terra-draw hear the gestures on a map, and gives what is drawn as marks instead of putting layers on the map. */
export class DrawingAdapter extends TerraDrawExtend.TerraDrawBaseAdapter {
  readonly #map: MapLibreMap
  readonly #show: (marks: Mark[]) => void

  constructor(map: MapLibreMap, show: (marks: Mark[]) => void) {
    super({})
    this.#map = map
    this.#show = show
  }

  override register(callbacks: TerraDrawExtend.TerraDrawCallbacks): void {
    super.register({
      ...callbacks,
      // A drag is noticed with the first movement, which may be a long one; it began where the pointer went down.
      onDragStart: (event, setDraggability) =>
        callbacks.onDragStart(this._lastDrawEvent ?? event, setDraggability),
    })
    callbacks.onReady?.()
  }

  /** The map is handed back as it was taken, also in the middle of a gesture. */
  override unregister(): void {
    super.unregister()
    this.setDraggability(true)
    this.setDoubleClickToZoom(true)
    this.setCursor('unset')
  }

  override render({ created, updated, unchanged }: Changes): void {
    this.#show([...created, ...updated, ...unchanged].flatMap(marksOf))
  }

  override clear(): void {
    this._currentModeCallbacks?.onClear()
    this.#show([])
  }

  override getMapEventElement(): HTMLElement {
    return this.#map.getCanvas()
  }

  override getLngLatFromEvent(event: PointerEvent | MouseEvent): { lng: number; lat: number } {
    const { left, top } = this.#map.getContainer().getBoundingClientRect()
    return this.unproject(event.clientX - left, event.clientY - top)
  }

  override project(lng: number, lat: number): { x: number; y: number } {
    const { x, y } = this.#map.project([lng, lat])
    return { x, y }
  }

  override unproject(x: number, y: number): { lng: number; lat: number } {
    const { lng, lat } = this.#map.unproject([x, y])
    return { lng, lat }
  }

  override setCursor(cursor: TerraDrawExtend.Cursor): void {
    this.#map.getCanvas().style.cursor = cursor === 'unset' ? '' : cursor
  }

  override setDraggability(enabled: boolean): void {
    if (enabled) this.#map.dragPan.enable()
    else this.#map.dragPan.disable()
  }

  override setDoubleClickToZoom(enabled: boolean): void {
    if (enabled) this.#map.doubleClickZoom.enable()
    else this.#map.doubleClickZoom.disable()
  }
}
