import { Map as MapLibreMap } from 'maplibre-gl'
import { makeProgramsFirst, type Programs } from '../map/programs-first'

/**
 * A map that holds up the page as little as it can: nothing shines through it, and its programs are made before it draws.
 * MapLibre asks for a canvas with transparency, which our maps, all with a background, never use; without it the browser
 * need not blend two surfaces for every frame of the page.
 */
export class GentleMap extends MapLibreMap {
  /** Set while MapLibre's own constructor runs, and again after a lost graphics context. */
  declare private programs?: Programs

  override _setupPainter(): void {
    const canvas = this.getCanvas()
    const getContext = canvas.getContext.bind(canvas) as (kind: string, attributes?: object) => unknown
    const opaque = (kind: string, attributes?: object) => getContext(kind, { ...attributes, alpha: false })
    Object.assign(canvas, { getContext: opaque })
    super._setupPainter()
    Reflect.deleteProperty(canvas, 'getContext')
    this.programs = makeProgramsFirst(this.painter, {
      triggerRepaint: () => this.triggerRepaint(),
      isComplete: () => super.loaded(),
    })
  }

  override addLayer(...layer: Parameters<MapLibreMap['addLayer']>): this {
    this.programs?.expectNew()
    return super.addLayer(...layer)
  }

  /** Also whether what is loaded has been drawn. */
  override loaded(): boolean {
    return super.loaded() && !this.programs?.isBehind()
  }
}
