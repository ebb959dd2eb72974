import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import { PlanRules } from '../../../geo/rules/rules'
import type { RuleFault } from '../../../geo/rules/types'
import { gridTotals } from '../../support/score/totals'
import { at, building, district, populatedDistrict } from '../districts'
import { runs } from '../../support/runs'

const rules = { targetHouseholds: 60, tolerance: 0.1 }
const codes = (faults: RuleFault[]) =>
  faults.map(({ code, grid, building: place, amount }) => [code, grid, place, amount])

describe('PlanRules', () => {
  const row = [20, 100, 180, 260, 340, 380]

  it('has nothing to say about a sound plan', () => {
    const { instance } = buildCells(district({ buildings: row.map((x) => building(x, 100)) }))
    const sound = PlanRules.of(instance, [4, 4, 5, 5, 6, 6], rules)
    expect(sound.faults()).toEqual([])
    expect(sound.figureOf(5)).toEqual({
      buildings: 2,
      households: 60,
      deviation: 0,
      cutCompounds: 0,
      walkMetres: sound.figureOf(5)?.walkMetres,
    })
  })

  it('measures the walk from the centre of the households', () => {
    const { instance } = buildCells(district({ buildings: row.map((x) => building(x, 100)) }))
    expect(PlanRules.of(instance, [4, 4, 5, 5, 6, 6], rules).figureOf(5)?.walkMetres).toBeCloseTo(40, 1)
  })

  it('names what is unassigned, in pieces, too large and empty', () => {
    const { instance } = buildCells(district({ buildings: row.map((x) => building(x, 100)) }))
    const plan = PlanRules.of(instance, [0, 1, 0, 0, -1, 1], rules)
    expect(codes(plan.faults())).toEqual([
      ['building-unassigned', -1, 4, 30],
      ['grid-in-pieces', 0, 0, 1],
      ['grid-in-pieces', 1, 5, 1],
      ['grid-out-of-tolerance', 0, -1, 0.5],
    ])
    expect(plan.update([0, 0, 0, 0, 0, 0], [0, 1])).toEqual(new Set([0, 1]))
    expect(codes(plan.faults())).toEqual([
      ['grid-empty', 1, -1, 0],
      ['grid-out-of-tolerance', 0, -1, 2],
    ])
    expect(plan.update([0, 0, 0, 0, 0, 0])).toEqual(new Set([1]))
    expect(plan.figureOf(1)).toBeUndefined()
  })

  it('tells a building over the tolerance from a grid drawn too large', () => {
    const { instance } = buildCells(
      district({
        buildings: [
          building(100, 100, { households: 900 }),
          building(200, 100, { households: 0 }),
          building(300, 100),
        ],
      }),
    )
    expect(codes(PlanRules.of(instance, [0, 0, 1], rules).faults())).toEqual([
      ['building-over-tolerance', 0, 0, 900],
      ['grid-out-of-tolerance', 1, -1, -0.5],
    ])
    expect(codes(PlanRules.of(instance, [0, 0, 0], rules).faults())).toEqual([
      ['grid-out-of-tolerance', 0, -1, 14.5],
    ])
  })

  it('tells a barrier from a gap, and lets a bridge count', () => {
    const parts = {
      buildings: [building(100, 100), building(300, 100)],
      barriers: [[at(200, -50), at(200, 350)]],
    }
    const barred = PlanRules.of(buildCells(district(parts)).instance, [0, 0], rules)
    expect(codes(barred.faults())).toEqual([['grid-crosses-barrier', 0, 1, 1]])
    const bridged = buildCells(district({ ...parts, crossings: [[at(180, 100), at(220, 100)]] })).instance
    expect(PlanRules.of(bridged, [0, 0], rules).faults()).toEqual([])
  })

  it('finds the buildings that a grid has in the lesser of two communities', () => {
    const { instance } = buildCells(district({ buildings: row.map((x) => building(x, 100)) }))
    const mixed = { ...instance, community: Int32Array.of(0, 0, 1, 1, 1, 1) }
    expect(
      codes(PlanRules.of(mixed, [0, 0, 0, 1, 1, 1], { targetHouseholds: 90, tolerance: 0.1 }).faults()),
    ).toEqual([['building-in-other-community', 0, 2, 30]])
  })

  it('forgives a compound the cuts that its size forces, and no more', () => {
    const compound = (count: number) =>
      row.map((x, index) => building(x, 100, { compound: index < count ? 0 : -1 }))
    const { instance } = buildCells(district({ buildings: compound(3) }))
    expect(PlanRules.of(instance, [0, 0, 1, 1, 2, 2], rules).faults()).toEqual([])
    const small = buildCells(district({ buildings: compound(2) })).instance
    expect(codes(PlanRules.of(small, [0, 1, 1, 2, 2, 0], rules).faults())).toEqual([
      ['grid-in-pieces', 0, 5, 1],
      ['compound-cut', 0, 0, 1],
    ])
    expect(PlanRules.of(small, [0, 1, 1, 2, 2, 0], rules).figureOf(1)?.cutCompounds).toBe(1)
  })

  it('answers after any edits as if it had seen the plan for the first time, and agrees with the scores', () => {
    const moves = fc.array(fc.tuple(fc.nat({ max: 39 }), fc.integer({ min: -1, max: 5 })), { maxLength: 30 })
    fc.assert(
      fc.property(populatedDistrict, moves, (input, edits) => {
        const { instance } = buildCells(input)
        const plan = Int32Array.from({ length: instance.count }, (_, index) => index % 3)
        const watch = PlanRules.of(instance, plan, rules)
        for (const [index, grid] of edits) {
          const before = new Map([-1, 0, 1, 2, 3, 4, 5].map((number) => [number, watch.figureOf(number)]))
          plan[index % Math.max(1, instance.count)] = grid
          const touched = watch.update(plan)
          for (const [number, figure] of before)
            if (!touched.has(number)) expect(watch.figureOf(number)).toEqual(figure)
        }
        const fresh = PlanRules.of(instance, plan, rules)
        expect(
          watch
            .faults()
            .map((fault) => JSON.stringify(fault))
            .sort(),
        ).toEqual(
          fresh
            .faults()
            .map((fault) => JSON.stringify(fault))
            .sort(),
        )
        const totals = gridTotals(instance, plan)
        plan.forEach((grid, index) => {
          if (grid < 0) return
          const number = totals.grid[index]
          const figure = watch.figureOf(grid)
          expect(figure?.households).toBe(totals.households[number])
          expect(figure?.walkMetres).toBeCloseTo(totals.walkMetres[number], 6)
          const cutOff = watch
            .faults()
            .filter(({ code, grid: at }) => at === grid && /pieces|barrier/.test(code))
          expect(cutOff.length).toBe(totals.fragments[number] - 1)
        })
      }),
      runs(80),
    )
  })
})
