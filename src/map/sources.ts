/** A map from elsewhere, as the settings of a district name it. */
export interface ElsewhereSource {
  id: string
  kind: 'pmtiles' | 'tianditu' | 'xyz' | 'wmts'
  url: string
  key: string
  layer: string
  attribution: string
  approval: string
}

/** An archive of tiles (PMTiles) as far as it decides how it is drawn. */
export interface Archive {
  /** As MapLibre asks for it. */
  address: string
  kind: 'vector' | 'raster'
  /** Names of its layers; none of pictures. */
  layers: readonly string[]
  /** Who made it, by its own word. */
  attribution: string
}

/** Zoom at which a source is tried: a town fits on a few pictures. */
const TRIED_ZOOM = 12

/** 天地图's vector base map and the names on it, in Web Mercator. */
const TIANDITU_LAYERS = ['vec', 'cva'] as const

/** Returns the templates with {z}, {x} and {y} of the pictures of a source, one above the other; none of PMTiles. */
export function tileTemplates({ kind, url, key, layer }: ElsewhereSource): string[] {
  if (kind === 'xyz') return [url]
  if (kind === 'wmts') return [wmts(url, layer, 'default', 'GoogleMapsCompatible', '')]
  if (kind === 'tianditu')
    return TIANDITU_LAYERS.map((name) =>
      wmts(
        `https://t0.tianditu.gov.cn/${name}_w/wmts`,
        name,
        'default',
        'w',
        `&tk=${encodeURIComponent(key)}`,
      ),
    )
  return []
}

/** The request for a tile as OGC 07-057r7 (8.2.1) writes it. */
function wmts(service: string, layer: string, style: string, matrices: string, rest: string): string {
  const begins = service.includes('?') ? `${service}&` : `${service}?`
  return (
    `${begins}SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${encodeURIComponent(layer)}&STYLE=${style}` +
    `&TILEMATRIXSET=${matrices}&FORMAT=${matrices === 'w' ? 'tiles' : 'image/png'}&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}${rest}`
  )
}

/** Returns the address of the picture of a source over a place in degrees, or of the file itself. */
export function tileAddress(source: ElsewhereSource, lng: number, lat: number): string {
  const [template] = tileTemplates(source)
  if (!template) return source.url
  const { x, y } = tileAt(lng, lat, TRIED_ZOOM)
  return template.replace('{z}', String(TRIED_ZOOM)).replace('{x}', String(x)).replace('{y}', String(y))
}

/** Returns column and row of the tile of Web Mercator over a place. */
function tileAt(lng: number, lat: number, zoom: number): { x: number; y: number } {
  const radians = (lat * Math.PI) / 180
  const across = 2 ** zoom
  return {
    x: Math.floor(((lng + 180) / 360) * across),
    y: Math.floor(((1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2) * across),
  }
}

/** Returns what has to stand on a map made of a source. */
export function attributionOf({ attribution, approval, kind }: ElsewhereSource): string {
  const maker = attribution || (kind === 'tianditu' ? '天地图' : '')
  return [maker, approval].filter(Boolean).join(' · ')
}
