import type { Language } from '../../lib/format'
import type { MapPart } from '../part'
import { type Archive, attributionOf, type ElsewhereSource, tileTemplates } from '../sources'
import { archiveLayers } from './archive'

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

/** Returns the map of an archive of tiles; one of pictures lies over the drawn map, one of shapes stands in its place. */
export function archivePart(source: ElsewhereSource, archive: Archive, language: Language): MapPart {
  const { address, kind, layers, attribution } = archive
  const id = `elsewhere ${address}`
  return {
    id: 'elsewhere',
    slot: 'base',
    sources: {},
    archives: { [id]: { address, kind } },
    attribution: attributionOf({ ...source, attribution: source.attribution || attribution }),
    layers: (colours) =>
      kind === 'raster'
        ? [{ id, type: 'raster', source: id }]
        : archiveLayers(colours, { source: id, has: layers, language }),
  }
}
