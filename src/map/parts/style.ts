import type { StyleSpecification } from 'maplibre-gl'
import type { Palette } from '../../lib/theme'
import { SLOTS, type MapSlot } from '../part'

/** Returns the id of the invisible layer that ends a slot; layers of the slot are put right before it. */
export function slotEnd(slot: MapSlot): string {
  return `slot-${slot}`
}

/**
 * Returns the style that everything else is added to: a background and the ends of the slots. It names no glyphs, so
 * that all text, Chinese included, is drawn with the fonts of the device and nothing is fetched. Nothing fades in: a fade
 * draws the whole map anew for a third of a second.
 */
export function emptyStyle(colours: Palette): StyleSpecification {
  return {
    version: 8,
    sources: {},
    transition: { duration: 0, delay: 0 },
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': colours.map.land } },
      ...SLOTS.map((slot) => ({
        id: slotEnd(slot),
        type: 'background' as const,
        layout: { visibility: 'none' as const },
      })),
    ],
  }
}
