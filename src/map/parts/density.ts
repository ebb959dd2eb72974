import type { MapImage, MapPart } from '../part'

/** Returns a picture of a density; its colours are those of the legend, whatever the zoom. */
export function densityPart(image: MapImage): MapPart {
  return {
    id: 'density',
    slot: 'surface',
    sources: {},
    images: { density: image },
    layers: () => [
      {
        id: 'density-image',
        type: 'raster',
        source: 'density',
        paint: { 'raster-fade-duration': 0, 'raster-resampling': 'nearest' },
      },
    ],
  }
}
