import type { CanvasSource, GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import type { Steps } from '../../geo/index'
import type { Palette } from '../lib/theme'
import { sourceDifference } from './parts/difference'
import type { MapImage, MapLayer, MapPart, MapSource } from './part'
import { slotEnd } from './parts/style'

/** The parts of MapLibre's map that are used here. */
export type MapLike = Pick<
  MapLibreMap,
  | 'addSource'
  | 'getSource'
  | 'removeSource'
  | 'addLayer'
  | 'getLayer'
  | 'removeLayer'
  | 'setPaintProperty'
  | 'setLayoutProperty'
  | 'setFilter'
>

type Properties = Record<string, unknown>

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

function eachChange(
  before: Properties,
  after: Properties,
  change: (name: string, value: unknown) => void,
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!same(before[name], after[name])) change(name, after[name] ?? null)
  }
}

function changeLayer(map: MapLike, before: LayerSpecification, after: LayerSpecification): void {
  const { id } = after
  eachChange(before.paint ?? {}, after.paint ?? {}, (name, value) =>
    map.setPaintProperty(id, name as never, value as never),
  )
  eachChange(before.layout ?? {}, after.layout ?? {}, (name, value) =>
    map.setLayoutProperty(id, name as never, value as never),
  )
  const [filterBefore, filterAfter] = [before, after].map((layer) =>
    'filter' in layer ? layer.filter : undefined,
  )
  if (!same(filterBefore, filterAfter)) map.setFilter(id, filterAfter ?? null)
}

/** Whether there was anything to send. */
function putData(present: GeoJSONSource, before: MapSource | undefined, after: MapSource): boolean {
  const difference = before && sourceDifference(before, after)
  if (!difference) void present.setData(after.data)
  else if (difference.add?.length || difference.remove?.length) void present.updateData(difference)
  else return false
  return true
}

/** Collections up to this size are compared by what they say: telling costs less than a new frame of the map. */
const FEW = 200

function isAlike(before: MapSource | undefined, after: MapSource): boolean {
  if (!before) return false
  const [old, now] = [before.data.features, after.data.features]
  if (before.data === after.data) return true
  return old.length === now.length && now.length <= FEW && JSON.stringify(old) === JSON.stringify(now)
}

function putImage(map: MapLike, id: string, before: MapImage | undefined, after: MapImage): void {
  const present = map.getSource<CanvasSource>(id)
  if (!present) {
    map.addSource(id, { type: 'canvas', canvas: after.canvas, coordinates: after.corners, animate: false })
    return
  }
  if (before?.version !== after.version) present.setCoordinates(after.corners)
}

/** A step after each source whose data are sent. */
function* putSources(map: MapLike, before: MapPart | undefined, after: MapPart): Steps<void> {
  for (const [id, template] of Object.entries(after.pictures ?? {}))
    if (!map.getSource(id))
      map.addSource(id, { type: 'raster', tiles: [template], tileSize: 256, maxzoom: 18 })
  for (const [id, { address, kind }] of Object.entries(after.archives ?? {}))
    if (!map.getSource(id))
      map.addSource(
        id,
        kind === 'vector' ? { type: kind, url: address } : { type: kind, url: address, tileSize: 256 },
      )
  for (const [id, image] of Object.entries(after.images ?? {})) putImage(map, id, before?.images?.[id], image)
  for (const [id, source] of Object.entries(after.sources)) {
    const present = map.getSource<GeoJSONSource>(id)
    const old = before?.sources[id]
    if (!present) map.addSource(id, { type: 'geojson', ...source })
    else if (isAlike(old, source) || !putData(present, old, source)) continue
    yield
  }
}

/** The layers of a part as they are shown: in the theme, with text at its scale. */
function layersOf(part: MapPart, { colours, textScale = 1 }: Shown): MapLayer[] {
  return part.layers(colours).map((layer) => {
    if (layer.type !== 'symbol' || typeof layer.layout?.['text-size'] !== 'number') return layer
    return { ...layer, layout: { ...layer.layout, 'text-size': layer.layout['text-size'] * textScale } }
  })
}

function putLayers(
  map: MapLike,
  before: MapPart | undefined,
  after: MapPart,
  shownBefore: Shown | null,
  shown: Shown,
): void {
  const old = before && shownBefore ? layersOf(before, shownBefore) : []
  const known = new Map(old.map((layer) => [layer.id, layer]))
  for (const { slot, ...layer } of layersOf(after, shown)) {
    const specification = layer
    const previous = known.get(layer.id)
    known.delete(layer.id)
    if (previous && map.getLayer(layer.id)) changeLayer(map, previous, specification)
    else if (!map.getLayer(layer.id)) map.addLayer(specification, slotEnd(slot ?? after.slot))
  }
  for (const id of known.keys()) if (map.getLayer(id)) map.removeLayer(id)
}

function sourcesOf({ sources, pictures = {}, archives = {}, images = {} }: MapPart): string[] {
  return [sources, pictures, archives, images].flatMap((of) => Object.keys(of))
}

function removePart(map: MapLike, part: MapPart, colours: Palette, kept: ReadonlySet<string>): void {
  for (const { id } of part.layers(colours)) if (map.getLayer(id)) map.removeLayer(id)
  for (const id of sourcesOf(part)) if (!kept.has(id) && map.getSource(id)) map.removeSource(id)
}

/** What was last put on the map. */
export interface Shown {
  parts: readonly MapPart[]
  colours: Palette
  /** How much larger than at the desk text is; 1 where left out. */
  textScale?: number
}

function isDrawnAlike(before: Shown | null, after: Shown): boolean {
  return before?.colours === after.colours && before.textScale === after.textScale
}

/**
 * Changes the map from what it showed to the given parts, touching only what differs: features whose object is
 * another, single paint properties when the theme changes. Pass null as `before` after the map has lost its graphics
 * context; whatever is still there is then kept. MapLibre writes data down for its workers as soon as it gets a turn, so
 * there is a step after each source: sources that come together would otherwise hold up the page together.
 */
export function* reconcile(map: MapLike, before: Shown | null, after: Shown): Steps<void> {
  const old = new Map(before?.parts.map((part) => [part.id, part]))
  const kept = new Set(after.parts.flatMap(sourcesOf))
  const wanted = new Set(after.parts.map((part) => part.id))
  for (const part of before?.parts ?? []) {
    if (!wanted.has(part.id)) removePart(map, part, (before as Shown).colours, kept)
  }
  for (const part of after.parts) {
    const previous = old.get(part.id)
    if (previous === part && isDrawnAlike(before, after)) continue
    yield* putSources(map, previous, part)
    putLayers(map, previous, part, before, after)
  }
}
