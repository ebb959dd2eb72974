/** Longitude and latitude in degrees, as in GeoJSON. */
export type MarkPosition = readonly number[]

/** How a mark looks; `MapMarks.vue` says how. */
export type MarkLook = 'chosen' | 'picked' | 'sketch' | 'border' | 'drawn' | 'snap' | 'measure' | 'corner'

/** A circle around a place; its radius may go with the zoom. */
export interface MarkCircle {
  at: MarkPosition
  radiusPixels: (zoom: number) => number
}

/** A line of words; what is out of bounds stands out. */
export interface MarkLine {
  text: string
  isOut?: boolean
}

/** What is chosen, or follows the hand: drawn over the map by the browser, so that the map itself can stand still. */
export type Mark =
  | { kind: 'lines'; look: MarkLook; lines: readonly (readonly MarkPosition[])[] }
  | { kind: 'area'; look: MarkLook; lines: readonly (readonly MarkPosition[])[] }
  | { kind: 'circles'; look: MarkLook; circles: readonly MarkCircle[] }
  | { kind: 'words'; at: MarkPosition; words: readonly MarkLine[] }

/** Returns the mark of a chosen area, given as the polygons of a MultiPolygon. */
export function chosenArea(polygons: readonly (readonly (readonly MarkPosition[])[])[]): Mark {
  return { kind: 'area', look: 'chosen', lines: polygons.flat() }
}

/** The part of a map that marks are placed by. */
export interface Projecting {
  project: (at: [number, number]) => { x: number; y: number }
  getZoom: () => number
  getContainer: () => { clientWidth: number }
}

/** Pixels are told to a tenth; more is not seen. */
const short = (pixels: number) => Math.round(pixels * 10) / 10

/** Returns a place on the map in pixels of its element. */
function placeOf(map: Projecting, [lng, lat]: MarkPosition): [x: number, y: number] {
  const { x, y } = map.project([lng, lat])
  return [short(x), short(y)]
}

function linePath(map: Projecting, line: readonly MarkPosition[], isClosed: boolean): string {
  if (line.length < 2) return ''
  return `M${line.map((at) => placeOf(map, at).join(' ')).join('L')}${isClosed ? 'Z' : ''}`
}

function circlePath(map: Projecting, { at, radiusPixels }: MarkCircle): string {
  const [x, y] = placeOf(map, at)
  const radius = short(radiusPixels(map.getZoom()))
  const half = `a${radius} ${radius} 0 1 0`
  return `M${short(x - radius)} ${y}${half} ${2 * radius} 0${half} ${-2 * radius} 0Z`
}

/** Where words stand beside a place, pixels of the map's element; near its edges on the side where there is room. */
export interface WordsPlace {
  x: number
  y: number
  isLeft: boolean
  isBelow: boolean
}

/** Words are thought to need so much room, pixels. */
const WORDS_WIDTH_PIXELS = 160
const WORDS_HEIGHT_PIXELS = 64

/** Returns where words stand: above and right of their place, as long as the map has room there. */
export function wordsPlace(map: Projecting, at: MarkPosition): WordsPlace {
  const [x, y] = placeOf(map, at)
  return {
    x,
    y,
    isLeft: x > map.getContainer().clientWidth - WORDS_WIDTH_PIXELS,
    isBelow: y < WORDS_HEIGHT_PIXELS,
  }
}

/** Returns the path of a mark in pixels of the map, in the language of SVG; empty for words. Linear in the positions. */
export function markPath(map: Projecting, mark: Mark): string {
  if (mark.kind === 'words') return ''
  if (mark.kind === 'circles') return mark.circles.map((circle) => circlePath(map, circle)).join('')
  return mark.lines.map((line) => linePath(map, line, mark.kind === 'area')).join('')
}
