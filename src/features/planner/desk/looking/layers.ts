/** What the grids are coloured by. */
export const COLOURINGS = ['deviation', 'load', 'incidents', 'visits', 'area', 'walk'] as const
export type Colouring = (typeof COLOURINGS)[number]

/** Layers of the map that can be taken off; each is the id of a part. */
export const LAYERS = ['buildings', 'communities', 'compounds', 'barriers', 'base'] as const
export type LayerName = (typeof LAYERS)[number]
