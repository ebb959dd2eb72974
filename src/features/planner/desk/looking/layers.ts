/** What the grids are coloured by. */
export const COLOURINGS = ['deviation', 'load', 'incidents', 'visits', 'area', 'walk'] as const
export type Colouring = (typeof COLOURINGS)[number]

/** Layers of the map that can be taken off: ids of parts, and what is drawn in several of them, roads and words. */
export const LAYERS = [
  'buildings',
  'communities',
  'compounds',
  'barriers',
  'base',
  'roads',
  'labels',
  'incidents',
  'services',
] as const
export type LayerName = (typeof LAYERS)[number]

/** Layers that are not there until somebody asks for them. */
export const HIDDEN_AT_FIRST: readonly LayerName[] = ['incidents', 'services']
