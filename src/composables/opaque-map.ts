import { Map as MapLibreMap } from 'maplibre-gl'

/**
 * A map that nothing shines through. MapLibre asks for a canvas with transparency, which our maps, all with a background,
 * never use; without it the browser need not blend two surfaces for every frame of the page.
 */
export class OpaqueMap extends MapLibreMap {
  override _setupPainter(): void {
    const canvas = this.getCanvas()
    const getContext = canvas.getContext.bind(canvas) as (kind: string, attributes?: object) => unknown
    const opaque = (kind: string, attributes?: object) => getContext(kind, { ...attributes, alpha: false })
    Object.assign(canvas, { getContext: opaque })
    super._setupPainter()
    Reflect.deleteProperty(canvas, 'getContext')
  }
}
