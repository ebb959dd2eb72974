/** What the energy is made of. Every weight is at least 0; the energy of a plan is a sum over grids and compounds. */
export interface Weights {
  /** A grid outside the tolerance. */
  outside: number
  /** A grid's distance outside the tolerance, per share of the target. */
  distance: number
  /** The same beyond half of the target: a grid may miss the tolerance, but should not be a remnant. */
  far: number
  /** A grid at the edge of the tolerance; grows with the square of the deviation. */
  inside: number
  /** A compound cut that would fit into one grid. */
  compound: number
  /** A grid's lack of Polsby–Popper compactness (1 for a line, 0 for a disc). */
  border: number
  /** A grid's lack of inertia compactness (1 for a line, 0 for a disc). */
  inertia: number
  /** Households that change their grid, per target; counts only beside an existing plan. */
  change: number
}

export type Preset = 'balanced' | 'compounds' | 'shape'

const balanced: Weights = {
  outside: 10.5,
  distance: 1.5,
  far: 6,
  inside: 0.03,
  compound: 3.15,
  border: 4.4,
  inertia: 4.7,
  change: 2,
}

export const presets: Record<Preset, Weights> = {
  balanced,
  compounds: { ...balanced, compound: 8 },
  // What counts for shape is taken from balance.
  shape: { ...balanced, outside: 6, compound: 1.2, border: 8, inertia: 6.5 },
}

/** What becomes of households that no number of grids divides: few grids far off, or all of them a little. */
export type Rest = 'apart' | 'even'

/** Weights that replace those of a preset. */
export const rests: Record<Rest, Partial<Weights>> = {
  apart: {},
  // No step at the tolerance: where not all can be within, each is as near as the others let it be.
  even: { outside: 0, distance: 40, far: 0, inside: 1 },
}
