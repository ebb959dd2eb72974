import { rgb } from '../../lib/colour'

/** An image in RGBA as MapLibre's `addImage` takes it. */
export interface PatternImage {
  width: number
  height: number
  data: Uint8ClampedArray
}

const PREFIX = 'hatch-'

/** Returns the name of the hatch in a colour; `hatchImage` makes the image when the map asks for the name. */
export function hatchName(colour: string): string {
  return PREFIX + colour
}

/** Returns the tileable image of diagonal lines for a name made by `hatchName`, else null. */
export function hatchImage(name: string, sizePixels = 16, linePixels = 2.4): PatternImage | null {
  if (!name.startsWith(PREFIX)) return null
  const [red, green, blue] = rgb(name.slice(PREFIX.length))
  const data = new Uint8ClampedArray(sizePixels * sizePixels * 4)
  for (let y = 0; y < sizePixels; y++) {
    for (let x = 0; x < sizePixels; x++) {
      const distance = Math.abs(((x + y) % sizePixels) - sizePixels / 2)
      const cover = Math.max(0, Math.min(1, linePixels / 2 + 0.5 - distance))
      data.set([red, green, blue, Math.round(cover * 200)], (y * sizePixels + x) * 4)
    }
  }
  return { width: sizePixels, height: sizePixels, data }
}
