import { bilinear, type Frame, type Raster, toMetres } from '../../geo/index'

/** What of the map a picture is of: degrees, and its size in pixels. Rows are as wide as those of Web Mercator. */
export interface View {
  west: number
  south: number
  east: number
  north: number
  width: number
  height: number
}

/** Ascending limits, and the colour from each on as red, green, blue and opacity, 0 to 255. */
export interface Scale {
  limits: readonly number[]
  colours: readonly (readonly [red: number, green: number, blue: number, opacity: number])[]
  /** What hatches places that have no value. */
  nothing: readonly [red: number, green: number, blue: number, opacity: number]
  /** The line around what is marked. */
  edge: readonly [red: number, green: number, blue: number, opacity: number]
}

/** A density on a raster, and which part of each cell lies in the area that it is of. */
export interface Field {
  raster: Raster
  /** NaN: there is none. */
  values: Float32Array
  share: Float32Array
  /** Which cells, of a raster of their own, differ by more than chance explains; null: nothing is said. */
  marks: Marks | null
}

/** 1 or −1 where a cell is marked, else 0. */
export interface Marks {
  raster: Raster
  kind: Int8Array
}

const FAINT = 0.35
/** How wide the line around what is marked is. */
const EDGE_PIXELS = 2
/** Pixels from line to line of a hatching, and how many of them are painted. */
const [HATCH_PIXELS, HATCH_LINE_PIXELS] = [8, 2]

/**
 * Returns the picture of a field, row by row from the north, four bytes a pixel: between the middles of cells values are those
 * in between (bilinear), and a value has the colour of its class, whatever the view. A class below zero has the limits' mirror.
 * What is marked has a line around it, what is not is pale.
 */
export function paint(field: Field, view: View, scale: Scale): Uint8ClampedArray<ArrayBuffer> {
  const { raster } = field
  const { width, height } = view
  const picture = new Uint8ClampedArray(width * height * 4)
  const [top, bottom] = [mercator(view.north), mercator(view.south)]
  for (let row = 0; row < height; row++) {
    const lat = latitude(top + ((bottom - top) * (row + 0.5)) / height)
    const [perDegree, north] = lineOf(raster.frame, lat)
    const v = (north - raster.southMetres) / raster.cellMetres - 0.5
    if (v < 0 || v >= raster.rows - 1) continue
    const perPixel = ((view.east - view.west) / width) * (perDegree / raster.cellMetres)
    const first = ((view.west - raster.frame.lng) * perDegree - raster.westMetres) / raster.cellMetres - 0.5
    paintRow(field, scale, picture, row * width, width, first + perPixel / 2, perPixel, v)
  }
  return picture
}

function paintRow(
  { raster, values, share, marks }: Field,
  { limits, colours, nothing, edge }: Scale,
  picture: Uint8ClampedArray,
  start: number,
  width: number,
  first: number,
  perPixel: number,
  v: number,
): void {
  const { columns } = raster
  const steps = [1, columns] as const
  const line = Math.floor(v)
  const up = v - line
  const north = raster.southMetres + (v + 0.5) * raster.cellMetres
  const edgeMetres = EDGE_PIXELS * perPixel * raster.cellMetres
  const begin = Math.max(0, Math.ceil(-first / perPixel))
  const end = Math.min(width, Math.ceil((columns - 1 - first) / perPixel))
  for (let pixel = begin; pixel < end; pixel++) {
    const u = first + pixel * perPixel
    const column = Math.floor(u)
    const right = u - column
    const at = line * columns + column
    const between = (of: Float32Array) => bilinear(of, at, steps, right, up)
    const value = between(values)
    const isNothing = Number.isNaN(value)
    const to = (start + pixel) * 4
    const east = raster.westMetres + (u + 0.5) * raster.cellMetres
    const mark = marks === null || isNothing ? 0 : markAt(marks, east, north)
    if (between(share) < 0.5) continue
    if (mark !== 0 && isEdge(marks!, mark, east, north, edgeMetres)) {
      picture.set(edge, to)
      continue
    }
    const place = classOf(Math.abs(value), limits)
    if (place < 0) continue
    if (isNothing && (pixel + start / width) % HATCH_PIXELS >= HATCH_LINE_PIXELS) continue
    const [red, green, blue, opacity] = isNothing
      ? nothing
      : colours[value < 0 ? limits.length + place : place]
    picture[to] = red
    picture[to + 1] = green
    picture[to + 2] = blue
    picture[to + 3] = marks !== null && !isNothing && mark === 0 ? opacity * FAINT : opacity
  }
}

/** Returns how the cell is marked in which a place in metres lies; 0 beyond the raster. */
export function markAt({ raster, kind }: Marks, east: number, north: number): number {
  const column = Math.floor((east - raster.westMetres) / raster.cellMetres)
  const row = Math.floor((north - raster.southMetres) / raster.cellMetres)
  if (column < 0 || row < 0 || column >= raster.columns || row >= raster.rows) return 0
  return kind[row * raster.columns + column]
}

/** Whether something that is marked otherwise lies nearer than that. */
function isEdge(marks: Marks, mark: number, east: number, north: number, metres: number): boolean {
  return (
    markAt(marks, east - metres, north) !== mark ||
    markAt(marks, east + metres, north) !== mark ||
    markAt(marks, east, north - metres) !== mark ||
    markAt(marks, east, north + metres) !== mark
  )
}

/** Returns the class of a value, or −1 below the first limit. */
export function classOf(value: number, limits: readonly number[]): number {
  let place = limits.length - 1
  while (place >= 0 && value < limits[place]) place--
  return place
}

/** Returns a field at a place in degrees as the picture has it: null outside of its area, NaN where it has no value. */
export function fieldAt({ raster, values, share }: Field, lng: number, lat: number): number | null {
  const [x, y] = toMetres(raster.frame, [lng, lat])
  const u = (x - raster.westMetres) / raster.cellMetres - 0.5
  const v = (y - raster.southMetres) / raster.cellMetres - 0.5
  if (u < 0 || v < 0 || u >= raster.columns - 1 || v >= raster.rows - 1) return null
  const [column, line] = [Math.floor(u), Math.floor(v)]
  const [right, up] = [u - column, v - line]
  const at = line * raster.columns + column
  const between = (of: Float32Array) => bilinear(of, at, [1, raster.columns], right, up)
  return between(share) < 0.5 ? null : between(values)
}

/** Metres east a degree, and metres north, on a latitude. */
function lineOf(frame: Frame, lat: number): [perDegree: number, north: number] {
  const [east, north] = toMetres(frame, [frame.lng + 0.1, lat])
  return [east * 10, north]
}

const mercator = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))
const latitude = (height: number) => (Math.atan(Math.exp(height)) * 360) / Math.PI - 90
