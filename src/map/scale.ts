const EQUATOR_METRES = 40_075_016.686
const TILE_PIXELS = 512

/** Returns how many metres of ground a pixel is at a latitude and zoom (Web Mercator). */
export function metresPerPixelAt(lat: number, zoom: number): number {
  return (EQUATOR_METRES * Math.cos((lat * Math.PI) / 180)) / (TILE_PIXELS * 2 ** zoom)
}

/** Returns how many metres of ground a pixel in the middle of a map is. */
export function metresPerPixel(map: { getCenter: () => { lat: number }; getZoom: () => number }): number {
  return metresPerPixelAt(map.getCenter().lat, map.getZoom())
}

/** A scale bar: a round distance and the width that it has on the screen. */
export interface ScaleBar {
  metres: number
  widthPixels: number
}

/** Returns the longest bar of 1, 2 or 5 × 10ⁿ metres that fits in `maxPixels` at a latitude and zoom (Web Mercator). */
export function scaleBar(lat: number, zoom: number, maxPixels: number): ScaleBar {
  const perPixel = metresPerPixelAt(lat, zoom)
  const most = perPixel * maxPixels
  const magnitude = 10 ** Math.floor(Math.log10(most))
  const metres = ([5, 2, 1].find((factor) => factor * magnitude <= most) ?? 1) * magnitude
  return { metres, widthPixels: Math.round(metres / perPixel) }
}
