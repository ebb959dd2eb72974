import { beforeAll, describe, expect, it } from 'vitest'
import { boundsAround, placeOfBuilding, zoomTo } from '../../../src/map/plan-zoom'
import type { Ground } from '../../../src/plan/model/ground'
import type { LivePlan } from '../../../src/plan/model/live'
import { drawnPlan, smallGround } from '../plan/small-district'

let ground: Ground
let live: LivePlan
const NOWHERE = { level: 0, key: null, place: null, community: null }

beforeAll(async () => {
  ground = smallGround()
  live = await drawnPlan(ground)
})

describe('where the map goes', () => {
  const to = (aim: Partial<Parameters<typeof zoomTo>[2]>) =>
    zoomTo(ground, live.figures, { ...NOWHERE, ...aim })

  it('is a building before its grid', () => {
    const { id, lng, lat } = ground.input.buildings
    const place = placeOfBuilding(ground, id[3])
    expect(to({ place, level: 1, key: 1 })).toEqual(boundsAround([lng[3], lat[3]]))
  })

  it('is a grid, which holds its buildings', () => {
    const key = live.draft.assignment[0]
    const { lng, lat } = ground.input.buildings
    const [west, south, east, north] = to({ level: 1, key }) ?? [0, 0, 0, 0]
    expect(lng[0]).toBeGreaterThan(west)
    expect(lng[0]).toBeLessThan(east)
    expect(lat[0]).toBeGreaterThan(south)
    expect(lat[0]).toBeLessThan(north)
  })

  it('is the whole community where no grid is named, or it is gone', () => {
    const { id } = ground.input.communities[0]
    expect(to({ community: id })).not.toBeNull()
    expect(to({ community: id, level: 1, key: 4711 })).toEqual(to({ community: id }))
    expect(to({})).toBeNull()
  })
})
