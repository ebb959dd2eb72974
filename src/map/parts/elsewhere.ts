import type { MapPart } from '../part'
import { attributionOf, type ElsewhereSource, tileTemplates } from '../sources'

/** Returns the map of a source from elsewhere, over the drawn one; null where the source has no pictures. */
export function elsewherePart(source: ElsewhereSource): MapPart | null {
  const templates = tileTemplates(source)
  if (templates.length === 0) return null
  const ids = templates.map((template) => `elsewhere ${template}`)
  return {
    id: 'elsewhere',
    slot: 'base',
    sources: {},
    pictures: Object.fromEntries(templates.map((template, at) => [ids[at], template])),
    attribution: attributionOf(source),
    layers: () => ids.map((id) => ({ id, type: 'raster' as const, source: id })),
  }
}
