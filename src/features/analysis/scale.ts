import { DENSITY_LIMITS } from '../../lib/density'
import { rgb } from '../../lib/colour'
import type { Palette } from '../../lib/theme'
import type { Scale } from '../../workers/analysis'
import { SCALES } from './address'

const OPAQUE = 255
/** How strongly classes of a density cover the map, from the lowest to the highest. */
const [LEAST_COVER, MOST_COVER] = [0.45, 0.85]
/** The limits of differences, both ways, as parts of the density scale. */
const DIFFERENCE_LIMITS = [20, 100] as const

/** Returns the limits of densities at a scale: those of the wall times a factor. */
export function densityLimits(scale: number): number[] {
  return DENSITY_LIMITS.map((limit) => Number((limit * scale).toPrecision(3)))
}

/** Returns the limits of differences at a scale; below zero they are the same. */
export function differenceLimits(scale: number): number[] {
  return DIFFERENCE_LIMITS.map((limit) => Number((limit * scale).toPrecision(3)))
}

/** Returns what a density is painted with. Colours depend on the theme and the scale, on nothing that is looked at. */
export function densityScale(colours: Palette, scale: number): Scale {
  const limits = densityLimits(scale)
  return {
    limits,
    colours: limits.map((_, place) => {
      const cover = LEAST_COVER + ((MOST_COVER - LEAST_COVER) * place) / (limits.length - 1)
      return [...rgb(colours.density[place + 1]), Math.round(OPAQUE * cover)] as const
    }),
  }
}

/** Returns what a difference is painted with: more in the first colours, less in those after them. */
export function differenceScale({ deviation }: Palette, scale: number): Scale {
  const of = (colour: string) => [...rgb(colour), Math.round(OPAQUE * MOST_COVER)] as const
  return {
    limits: differenceLimits(scale),
    colours: [of(deviation[3]), of(deviation[4]), of(deviation[1]), of(deviation[0])],
  }
}

/** Returns the finest scale on which a peak does not go far beyond the highest class. */
export function fittingScale(peak: number): number {
  const top = DENSITY_LIMITS[DENSITY_LIMITS.length - 1]
  return SCALES.find((scale) => top * scale * 1.5 >= peak) ?? SCALES[SCALES.length - 1]
}
