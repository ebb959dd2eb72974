import { describe, expect, it } from 'vitest'
import { buildCells, createMember } from '../../../geo/index'
import { groundOf } from '../../../src/plan/model/ground'
import { gridId } from '../../../src/plan/model/ids'
import { type PlanningInput, toCellsInput } from '../../../src/plan/model/input'
import { LivePlan } from '../../../src/plan/model/live'
import { changesTo } from '../../../src/plan/together/changes'
import { createDistrict } from '../../../supabase/local/demo/district'
import { readAreaOptions } from '../../../supabase/local/plan/area-options'
import { type Bearing, drawArea, type DrawingWish } from '../../../supabase/local/plan/draw'

const district = createDistrict('demo')

/** What the database tells of one street of the demo district; keys are numbers from 100. */
function streetInput(street: number): PlanningInput {
  const communities = district.communities.flatMap((each, index) =>
    each.street === street ? [{ ...each, index }] : [],
  )
  const numbers = new Set(communities.map(({ index }) => index))
  const buildings = district.buildings.flatMap((each, index) =>
    numbers.has(each.community) ? [{ ...each, index }] : [],
  )
  const line = ({ name, line: coordinates }: { name: string; line: [number, number][] }, id: number) => ({
    id,
    name,
    line: { type: 'LineString' as const, coordinates },
  })
  return {
    area: {
      id: 1,
      code: district.streets[street].code,
      kind: 'street',
      name: '',
      nameEn: null,
      districtId: 1,
    },
    communities: communities.map(({ index, code, name, ring }) => ({
      id: 100 + index,
      code,
      name,
      nameEn: null,
      street: 1,
      boundary: { type: 'Polygon', coordinates: [ring] },
    })),
    buildings: {
      id: buildings.map(({ index }) => 100 + index),
      lng: buildings.map(({ position }) => position[0]),
      lat: buildings.map(({ position }) => position[1]),
      households: buildings.map(({ households }) => households),
      community: buildings.map(({ community }) => 100 + community),
      compound: buildings.map(({ compound }) => (compound < 0 ? null : 100 + compound)),
      name: buildings.map(({ name }) => name),
      footprint: null,
    },
    compounds: district.compounds.map(({ name, community }, index) => ({
      id: 100 + index,
      name,
      community: 100 + community,
      boundary: null,
    })),
    barriers: district.barriers.map((each, id) => ({ ...line(each, id), kind: 'main_road' as const })),
    crossings: district.crossings.map(line),
  }
}

const wish = (targets: number[]): DrawingWish => {
  let ticks = 0
  return { targets, tolerance: 0.1, preset: 'balanced', seed: 1, budgetMs: 300, clock: () => (ticks += 40) }
}

describe('drawing an area', () => {
  it('puts every building into one grid of its community', async () => {
    const input = streetInput(0)
    const drawing = await drawArea(input, wish([400]), [createMember()])
    if (drawing.status !== 'drawn') throw new Error(drawing.reason)
    const { changes, balance, left } = drawing
    expect(left).toBe(0)
    expect([...changes.assignment.building].sort((a, b) => a - b)).toEqual(input.buildings.id)
    const communityOf = new Map(changes.grids.map(({ key, community }) => [key, community]))
    changes.assignment.building.forEach((id, at) => {
      const place = input.buildings.id.indexOf(id)
      expect(communityOf.get(changes.assignment.grid[at]!)).toBe(input.buildings.community[place])
    })
    expect(balance.households).toBe(input.buildings.households.reduce((sum, each) => sum + each, 0))
    expect(balance.grids).toBeGreaterThan(balance.households / 480)
    for (const { polygon } of changes.grids) expect(polygon.coordinates.length).toBeGreaterThan(0)
  })

  it('draws two levels, each group inside its area grid', async () => {
    const drawing = await drawArea(streetInput(1), wish([1000, 100]), [createMember()])
    if (drawing.status !== 'drawn') throw new Error(drawing.reason)
    const upper = new Map(
      drawing.changes.grids.flatMap(({ level, key, community }) => (level === 1 ? [[key, community]] : [])),
    )
    const groups = drawing.changes.grids.filter(({ level }) => level === 2)
    expect(upper.size).toBeGreaterThan(3)
    expect(groups.length).toBeGreaterThan(3 * upper.size)
    for (const { parent, community } of groups) expect(upper.get(parent!)).toBe(community)
    expect(drawing.engine.steps).toHaveLength(2)
  })

  it('is opened again with the ground that its polygons have, so that saving it changes nothing', async () => {
    const input = streetInput(1)
    const targets = [1000, 100]
    const drawing = await drawArea(input, wish(targets), [createMember()])
    if (drawing.status !== 'drawn') throw new Error(drawing.reason)
    const { assignment, grids, borders, locks } = drawing.changes
    const keyOf = new Map(assignment.building.map((id, at) => [id, assignment.grid[at] ?? -1]))
    const stored = Int32Array.from(input.buildings.id, (id) => keyOf.get(id) ?? -1)
    const ground = groundOf(input, buildCells(toCellsInput(input)))
    const live = LivePlan.of(
      ground,
      { assignment: stored, grids, borders, locks },
      { targets, tolerance: 0.1 },
    )
    for (const { polygon, ...grid } of grids)
      expect(live.figures.get(gridId(grid))?.polygon?.polygons).toEqual(polygon.coordinates)
    const { draft, figures } = live
    const again = changesTo(live, { draft, figures, borders }, [live.borders()])
    expect(again).toEqual({
      grids: [],
      removed: [],
      assignment: { building: [], grid: [] },
      borders,
      locks,
    })
  })

  it('is even by what grids have to bear where the scheme says so', async () => {
    const input = streetInput(0)
    const { id, households } = input.buildings
    // Half of the buildings, here and there, are called on twenty times as often.
    const visits = { building: id, households: households.map((each, at) => each * (at % 16 < 8 ? 20 : 1)) }
    const incidents = { lng: [], lat: [], incidents: [], communities: [] }
    const shares = { incidents: 0, visits: 60, area: 0 }
    const spreadOf = async (bearing: Bearing | null) => {
      const drawing = await drawArea(input, wish([400]), [createMember()], bearing)
      if (drawing.status !== 'drawn') throw new Error(drawing.reason)
      const [ofVisits, ofHouseholds] = [visits.households, households].map((list) =>
        list.reduce((sum, each) => sum + each, 0),
      )
      const loads = new Map<number, number>()
      drawing.changes.assignment.building.forEach((building, at) => {
        const place = id.indexOf(building)
        const load = 0.4 * households[place] + (0.6 * ofHouseholds * visits.households[place]) / ofVisits
        const grid = drawing.changes.assignment.grid[at]!
        loads.set(grid, (loads.get(grid) ?? 0) + load)
      })
      const deviations = [...loads.values()].map((load) => Math.abs(load / 400 - 1))
      return deviations.reduce((sum, each) => sum + each, 0) / deviations.length
    }
    expect(await spreadOf({ shares, incidents, visits })).toBeLessThan(0.7 * (await spreadOf(null)))
  })

  it('is refused where no community has a boundary', async () => {
    const input = streetInput(0)
    const bare = {
      ...input,
      area: { ...input.area, name: '南街道' },
      communities: input.communities.map((community) => ({ ...community, boundary: null })),
    }
    for (const without of [bare, { ...bare, communities: [] }])
      await expect(drawArea(without, wish([400]), [createMember()])).rejects.toThrow(
        `No community of 南街道 (${input.area.code}) has a boundary`,
      )
  })

  it('says why there is none', async () => {
    const input = streetInput(0)
    const empty = {
      ...input,
      buildings: { ...input.buildings, households: input.buildings.households.map(() => 0) },
    }
    expect(await drawArea(empty, wish([400]), [createMember()])).toEqual({
      status: 'infeasible',
      reason: 'no-households',
    })
  })
})

describe('the flags of plan area', () => {
  it('have defaults', () => {
    expect(readAreaOptions(['999901001'], {})).toMatchObject({
      code: '999901001',
      scheme: 'jiefang-400',
      preset: 'balanced',
      seed: 1,
      budgetMs: 8000,
      workers: 1,
      hostArguments: ['--no-demo'],
    })
  })

  it.each([
    [[], /6, 9 or 12 digits/],
    [['99990'], /6, 9 or 12 digits/],
    [['999901', '--preset', 'pretty'], /--preset/],
    [['999901', '--seed', 'x'], /--seed/],
    [['999901', '--workers', '0'], /--workers/],
    [['999901', '--colour', 'red'], /--colour/],
  ])('are refused by name: %j', (argv, message) => {
    expect(() => readAreaOptions(argv, {})).toThrow(message)
  })
})
