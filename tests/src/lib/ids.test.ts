import { describe, expect, it } from 'vitest'
import type { AreaId, BuildingId, GridKey, GridRowId } from '../../../src/lib/ids'
import type { BuildingPlace, Vertex } from '../../../src/plan/model/ids'

describe('ids', () => {
  // What is said here is said to the compiler: a line that it would let through makes `npm run check:types` fail.
  it('of one kind of thing are not taken for those of another', () => {
    const area: AreaId = 7
    const key: GridKey = 3
    // @ts-expect-error an area is no building
    const building: BuildingId = area
    // @ts-expect-error a grid's key is not the id of its row
    const row: GridRowId = key
    // @ts-expect-error an id is no place in a list
    const place: BuildingPlace = building
    // @ts-expect-error a place in the input is no number in the cells
    const vertex: Vertex = place
    expect([building, row, place, vertex]).toEqual([7, 3, 7, 7])
  })
})
