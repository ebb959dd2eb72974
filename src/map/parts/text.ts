import type { ExpressionSpecification, SymbolLayerSpecification } from 'maplibre-gl'
import type { Language } from '../../lib/format'
import type { Palette } from '../../lib/theme'
import { factsOf } from '../../lib/languages'

/**
 * Names of fonts as MapLibre draws them: the weight is taken out of the first name, and all are families of CSS as they stand, so
 * none is a generic family with a word beside it: a canvas refuses that, and draws everything ten pixels high.
 */
const FONTS = { normal: ['sans-serif'], semibold: ['semibold', 'sans-serif'] }

/** Returns the layout of text on the map at a size in pixels, drawn with the fonts of the device. */
export function textStyle(
  sizePixels: number,
  weight: keyof typeof FONTS = 'normal',
): NonNullable<SymbolLayerSpecification['layout']> {
  return { 'text-font': FONTS[weight], 'text-size': sizePixels, 'text-padding': 4 }
}

/** Returns the paint of text with a halo, so that it is read over any map. */
export function haloedText(
  colours: Palette,
  colour = colours.text[0],
): NonNullable<SymbolLayerSpecification['paint']> {
  return { 'text-color': colour, 'text-halo-color': colours.map.halo, 'text-halo-width': 1.6 }
}

/** Returns a feature's name in a language: `nameEn` where there is one, else `name`. */
export function nameIn(language: Language): ExpressionSpecification {
  return factsOf(language).names === 'nameEn'
    ? ['coalesce', ['get', 'nameEn'], ['get', 'name']]
    : ['get', 'name']
}
