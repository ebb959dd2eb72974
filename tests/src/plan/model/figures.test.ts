import { describe, expect, it } from 'vitest'
import { type Figures, type GridFigure, levelBalance, planBalance } from '../../../../src/plan/model/figures'
import { gridId } from '../../../../src/plan/model/ids'

/** Figures of grids, given as level, key, households and deviation. */
function figuresOf(
  grids: readonly [level: number, key: number, households: number, deviation: number][],
): Figures {
  return new Map(
    grids.map(([level, key, households, deviation]) => [
      gridId({ level, key }),
      { level, key, households, deviation } as GridFigure,
    ]),
  )
}

const figures = figuresOf([
  [1, 1, 1100, 0.1],
  [1, 2, 700, -0.3],
  [2, 1, 110, 0.1],
  [2, 2, 125, 0.25],
  [2, 3, 95, -0.05],
])

describe('the balance of a level', () => {
  it('measures each level by itself, the limit of the tolerance taken in', () => {
    expect(levelBalance(figures, 1, 0.1)).toEqual({
      grids: 2,
      households: 1800,
      within: 1,
      greatest: 0.3,
      mean: 900,
    })
    expect(levelBalance(figures, 2, 0.1)).toEqual({
      grids: 3,
      households: 330,
      within: 2,
      greatest: 0.25,
      mean: 110,
    })
  })

  it('has no mean where there are no grids', () => {
    expect(levelBalance(new Map(), 1, 0.1)).toEqual({
      grids: 0,
      households: 0,
      within: 0,
      greatest: 0,
      mean: null,
    })
  })

  it('of a plan is that of its leaves, with the buildings that are in none', () => {
    const assignment = Int32Array.of(1, -1, 2, 3, -1)
    const balance = planBalance(assignment, figures, { leaf: 2, tolerance: 0.1 })
    expect(balance).toEqual({ ...levelBalance(figures, 2, 0.1), unassignedBuildings: 2 })
  })
})
