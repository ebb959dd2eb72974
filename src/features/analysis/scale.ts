import { DENSITY_LIMITS, RATE_LIMITS } from '../../lib/density'
import { rgb } from '../../lib/colour'
import type { Palette } from '../../lib/theme'
import type { Denominator, Scale } from '../../workers/analysis'
import { SCALES } from './address'

const OPAQUE = 255
/** How strongly classes of a density cover the map, from the lowest to the highest. */
const [LEAST_COVER, MOST_COVER] = [0.45, 0.85]
/** Where no value is. */
const HATCH_COVER = 0.5
const LIMITS: Readonly<Record<Denominator, readonly number[]>> = {
  area: DENSITY_LIMITS,
  households: RATE_LIMITS,
}
/** The limits of differences, both ways. */
const DIFFERENCE_LIMITS: Readonly<Record<Denominator, readonly number[]>> = {
  area: [20, 100],
  households: [5, 25],
}

const scaled = (limits: readonly number[], scale: number) =>
  limits.map((limit) => Number((limit * scale).toPrecision(3)))

/** Returns the limits of densities or rates at a scale: the fixed ones times a factor. */
export function densityLimits(per: Denominator, scale: number): number[] {
  return scaled(LIMITS[per], scale)
}

/** Returns the limits of differences at a scale; below zero they are the same. */
export function differenceLimits(per: Denominator, scale: number): number[] {
  return scaled(DIFFERENCE_LIMITS[per], scale)
}

function hatching({ text }: Palette): Scale['nothing'] {
  return [...rgb(text[2]), Math.round(OPAQUE * HATCH_COVER)]
}

const edge = ({ text }: Palette): Scale['edge'] => [...rgb(text[0]), OPAQUE]

/** Returns what a density is painted with. Colours depend on the theme and the scale, on nothing that is looked at. */
export function densityScale(colours: Palette, per: Denominator, scale: number): Scale {
  const limits = densityLimits(per, scale)
  return {
    limits,
    nothing: hatching(colours),
    edge: edge(colours),
    colours: limits.map((_, place) => {
      const cover = LEAST_COVER + ((MOST_COVER - LEAST_COVER) * place) / (limits.length - 1)
      return [...rgb(colours.density[place + 1]), Math.round(OPAQUE * cover)] as const
    }),
  }
}

/** Returns what a difference is painted with: more in the first colours, less in those after them. */
export function differenceScale(colours: Palette, per: Denominator, scale: number): Scale {
  const { deviation } = colours
  const of = (colour: string) => [...rgb(colour), Math.round(OPAQUE * MOST_COVER)] as const
  return {
    limits: differenceLimits(per, scale),
    nothing: hatching(colours),
    edge: edge(colours),
    colours: [of(deviation[3]), of(deviation[4]), of(deviation[1]), of(deviation[0])],
  }
}

/** Returns the finest scale on which a peak does not go far beyond the highest class. */
export function fittingScale(per: Denominator, peak: number): number {
  const top = LIMITS[per][LIMITS[per].length - 1]
  return SCALES.find((scale) => top * scale * 1.5 >= peak) ?? SCALES[SCALES.length - 1]
}
