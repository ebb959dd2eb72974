import { describe, expect, it } from 'vitest'
import { changes, movedBuildingsPart } from '../../../../src/features/plan-comparison/compare'
import {
  atDepth,
  casesOn,
  forceSide,
  levelsOf,
  movedByGrid,
  planSide,
} from '../../../../src/features/plan-comparison/sides'
import type { PlanningInput } from '../../../../src/plan/model/input'
import { differenceSaid, forceSaid, levelSaid, planSaid } from './two-drawings'

const known = levelSaid().after

describe('the drawings that are compared', () => {
  it('count levels from below, whichever they are in their own scheme', () => {
    const deep = planSide(planSaid(3), [known, known, known])
    expect(deep.grids.map(({ level, depth }) => [level, depth])).toEqual([
      [1, 2],
      [1, 2],
      [2, 1],
      [2, 1],
      [3, 0],
      [3, 0],
    ])
    expect(forceSide(forceSaid()).grids.map(({ depth }) => depth)).toEqual([0, 0])
  })

  it('leave out grids of a level that only one of them has', () => {
    const side = planSide(planSaid(3), [known])
    expect(side.grids.map(({ level }) => level)).toEqual([3, 3])
  })

  it('know a grid in force by its id and a grid of a plan by its number', () => {
    expect(forceSide(forceSaid()).grids.map(({ key, number }) => [key, number])).toEqual([
      [501, 1],
      [502, 2],
    ])
    expect(planSide(planSaid(), [known]).grids.map(({ key }) => key)).toEqual([1, 2])
  })

  it('have the cases of their own grids, where those are known by another key as well', () => {
    const counted = new Map([
      [
        4,
        new Map([
          ['1-1', 8],
          ['1-2', 0],
        ]),
      ],
      [7, new Map([['1-1', 5]])],
    ])
    expect([...casesOn(forceSide(forceSaid()), counted)]).toEqual([
      ['1-501', 8],
      ['1-502', 0],
    ])
    // Of a grid whose cases one does not see there is none, which is not nought.
    expect([...casesOn(planSide(planSaid(), [known]), counted)]).toEqual([['1-1', 5]])
  })
})

describe('what differs', () => {
  it('is asked by the depth of a level, as far up as both have one', () => {
    const upper = levelSaid({ depth: 1, movedHouseholds: 3 })
    expect(levelsOf(differenceSaid({ upper }))).toHaveLength(2)
    expect(atDepth(differenceSaid({ upper }), 1)?.movedHouseholds).toBe(3)
    expect(atDepth(differenceSaid({ upper }), 2)).toBeNull()
  })

  it('is summed for each grid of a side, without what lives on in it', () => {
    expect([...movedByGrid(levelSaid(), 'from')]).toEqual([[501, 90]])
    expect([...movedByGrid(levelSaid(), 'to')]).toEqual([[2, 90]])
  })

  it('is listed with the most households first', () => {
    const pairs = [40, 90, 60].map((households) => ({ ...levelSaid().pairs[1], households }))
    expect(changes(levelSaid({ pairs })).map(({ households }) => households)).toEqual([90, 60, 40])
    expect(changes(levelSaid())).toHaveLength(1)
  })

  it('is marked on the map building by building', () => {
    const buildings = { id: [11, 12], households: [310, 90], lng: [113, 113.01], lat: [35, 35] }
    const part = movedBuildingsPart({ buildings } as unknown as PlanningInput, levelSaid())
    const { features } = part.sources.moved.data
    expect(features.map(({ properties }) => properties)).toEqual([{ id: 12, households: 90 }])
  })
})
