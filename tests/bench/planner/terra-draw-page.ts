/** Runs in a browser: terra-draw's own way of holding polygons that can be edited, on a map of its own. */
import { Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl'
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'

type Position = [lng: number, lat: number]

declare global {
  interface Window {
    /** Shows rings (closed, degrees) as polygons that can be edited, chooses the one given, and returns its corners in pixels. */
    showRings: (rings: Position[][], chosen: number, workerUrl: string) => Promise<Position[]>
  }
}

/** terra-draw takes no more than nine decimal places. */
const short = ([lng, lat]: Position): Position => [Number(lng.toFixed(9)), Number(lat.toFixed(9))]

window.showRings = async (rings, chosen, workerUrl) => {
  setWorkerUrl(workerUrl)
  const style = { version: 8 as const, sources: {}, layers: [] }
  const [center] = rings[chosen]
  const map = new MapLibreMap({ container: 'map', style, center, zoom: 14.6 })
  await map.once('load')
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: [
      new TerraDrawPolygonMode(),
      new TerraDrawSelectMode({
        flags: { polygon: { feature: { coordinates: { draggable: true, midpoints: true } } } },
      }),
    ],
  })
  draw.start()
  const added = draw.addFeatures(
    rings.map((ring) => ({
      type: 'Feature',
      properties: { mode: 'polygon' },
      geometry: { type: 'Polygon', coordinates: [ring.map(short)] },
    })),
  )
  const { id } = added[chosen]
  if (id === undefined) throw new Error('terra-draw did not take the polygon.')
  draw.setMode('select')
  draw.selectFeature(id)
  draw.on('finish', () => (document.querySelector('.inspector') as HTMLElement).append('.'))
  await map.once('idle')
  return rings[chosen].map((at) => {
    const { x, y } = map.project(at)
    return [x, y]
  })
}
