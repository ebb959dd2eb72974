import type { ExpressionSpecification, SymbolLayerSpecification } from 'maplibre-gl'
import type { Language } from '../../lib/format'
import type { Palette } from '../../lib/theme'
import { factsOf } from '../../lib/languages'

/** Returns the layout of text on the map at a size in pixels, drawn with the fonts of the device. */
export function textStyle(sizePixels: number): NonNullable<SymbolLayerSpecification['layout']> {
  return { 'text-font': ['sans-serif'], 'text-size': sizePixels, 'text-padding': 4 }
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
