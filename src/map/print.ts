import { bbox } from '@turf/bbox'
import { distance } from '@turf/distance'
import type { Geometry, Position } from 'geojson'
import type { Bounds } from './bounds'

/** A map on paper: a view of so many millimetres on which a piece of ground fits. */
export interface PrintFrame {
  widthMillimetres: number
  heightMillimetres: number
  /** Longitude and latitude of the upper left corner, degrees. */
  west: number
  north: number
  millimetresPerLng: number
  millimetresPerLat: number
}

/** Returns the frame that shows the bounds with a margin, as large as the paper allows, without distortion. */
export function printFrame(bounds: Bounds, widthMillimetres: number, heightMillimetres: number): PrintFrame {
  const [west, south, east, north] = bounds
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const margin = 1.12
  const scale = Math.min(
    widthMillimetres / ((east - west) * squeeze * margin || 1e-9),
    heightMillimetres / ((north - south) * margin || 1e-9),
  )
  return {
    widthMillimetres,
    heightMillimetres,
    west: (west + east) / 2 - widthMillimetres / (2 * scale * squeeze),
    north: (south + north) / 2 + heightMillimetres / (2 * scale),
    millimetresPerLng: scale * squeeze,
    millimetresPerLat: scale,
  }
}

/** Returns where a position stands on the paper, millimetres from the upper left corner. */
export function onPaper(frame: PrintFrame, [lng, lat]: Position): [number, number] {
  const x = (lng - frame.west) * frame.millimetresPerLng
  const y = (frame.north - lat) * frame.millimetresPerLat
  return [Math.round(x * 100) / 100, Math.round(y * 100) / 100]
}

/** Returns the metres that a bar of so many millimetres stands for. */
export function metresOf(frame: PrintFrame, millimetres: number): number {
  const { west, north, millimetresPerLat } = frame
  return distance([west, north], [west, north - millimetres / millimetresPerLat], { units: 'meters' })
}

function linePath(frame: PrintFrame, line: readonly Position[], isClosed: boolean): string {
  const points = line.map((position) => onPaper(frame, position).join(' '))
  return `M${points.join('L')}${isClosed ? 'Z' : ''}`
}

/** Returns the `d` of an SVG path for lines and areas; empty for anything else or what lies beyond the paper. */
export function pathOf(frame: PrintFrame, geometry: Geometry): string {
  switch (geometry.type) {
    case 'LineString':
      return linePath(frame, geometry.coordinates, false)
    case 'MultiLineString':
      return geometry.coordinates.map((line) => linePath(frame, line, false)).join('')
    case 'Polygon':
      return geometry.coordinates.map((ring) => linePath(frame, ring, true)).join('')
    case 'MultiPolygon':
      return geometry.coordinates
        .flat()
        .map((ring) => linePath(frame, ring, true))
        .join('')
    case 'Point':
    case 'MultiPoint':
    case 'GeometryCollection':
      return ''
  }
}

/** Returns whether any part of a geometry may lie on the paper. */
export function isOnPaper(frame: PrintFrame, geometry: Geometry): boolean {
  const [west, south, east, north] = bbox(geometry, { recompute: true })
  const [[left, top], [right, bottom]] = [onPaper(frame, [west, north]), onPaper(frame, [east, south])]
  return right >= 0 && left <= frame.widthMillimetres && bottom >= 0 && top <= frame.heightMillimetres
}
