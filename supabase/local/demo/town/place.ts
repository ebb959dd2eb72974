import type { Point } from './plane'

/** Where the town lies: farmland of the plain in northern Henan, the centre of no real town (WGS84). */
const CENTRE = { lng: 113.7862, lat: 35.1135 }
const METRES_PER_DEGREE_LAT = 110_940
const METRES_PER_DEGREE_LNG = 111_320 * Math.cos((CENTRE.lat * Math.PI) / 180)

/** A position in metres as [lng, lat] in WGS84 with 7 decimals (about 1 cm), so that shared corners stay shared. */
export function toLngLat([x, y]: Point): [number, number] {
  const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7
  return [round(CENTRE.lng + x / METRES_PER_DEGREE_LNG), round(CENTRE.lat + y / METRES_PER_DEGREE_LAT)]
}
