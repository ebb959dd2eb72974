import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import { communityPolygons, gridPolygons } from '../../../geo/coverage/polygons'
import { anyDistrict, at, box, building, district, ring } from '../districts'
import { expectCoverage, expectSimpleRings, expectTiling } from '../invariants'
import { runs } from '../../support/runs'

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0)
const pairs = (flat: Int32Array): string[] =>
  Array.from({ length: flat.length / 2 }, (_, pair) => `${flat[2 * pair]}-${flat[2 * pair + 1]}`).sort()

describe('buildCells', () => {
  it('gives a single building its whole community', () => {
    const { cells, instance, problems } = buildCells(district({ buildings: [building(100, 100)] }))
    expect(problems).toEqual([])
    expect(cells.home).toEqual(Int32Array.of(0))
    expect(instance.cellArea[0]).toBeCloseTo(400 * 300, 0)
    expect(instance.outerLength[0]).toBeCloseTo(1400, 1)
    const { cellInertia } = instance
    expect(cellInertia[0] / ((400 * 300 * (400 ** 2 + 300 ** 2)) / 12)).toBeCloseTo(1, 5)
  })

  it('divides the ground of buildings in one line at the middles', () => {
    const { instance } = buildCells(district({ buildings: [50, 150, 250, 350].map((x) => building(x, 150)) }))
    for (const area of instance.cellArea) expect(area / 30_000).toBeCloseTo(1, 3)
    expect(pairs(instance.edges)).toEqual(['0-1', '1-2', '2-3'])
    for (const length of instance.edgeLengths) expect(length).toBeCloseTo(300, 1)
  })

  it('gives every one of many buildings on one spot a face of its own', () => {
    const { cells, instance, problems } = buildCells(
      district({ buildings: Array.from({ length: 200 }, () => building(200, 150)) }),
    )
    expectCoverage(cells)
    expect(instance.count).toBe(200)
    expect(problems).toHaveLength(199)
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['duplicate-position']))
    expect(sum(instance.cellArea) / 120_000).toBeCloseTo(1, 5)
    expect(new Set(instance.x).size).toBe(1)
  })

  it('links no buildings across a barrier, unless a bridge leads over it', () => {
    const buildings = [building(100, 100), building(300, 100), building(300, 200)]
    const barriers = [[at(200, -50), at(200, 350)]]
    const without = buildCells(district({ buildings, barriers })).instance
    expect(pairs(without.edges)).toEqual(['1-2'])
    expect(pairs(without.allEdges)).toEqual(['0-1', '0-2', '1-2'])
    const bridge = buildCells(district({ buildings, barriers, crossings: [[at(180, 110), at(220, 110)]] }))
    expect(pairs(bridge.instance.edges)).toEqual(['0-1', '1-2'])
    const place = buildCells(district({ buildings, barriers, crossings: [[at(205, 240)]] }))
    expect(pairs(place.instance.edges)).toEqual(['0-2', '1-2'])
  })

  it('leads a bridge over a strip between two carriageways that holds no building', () => {
    const { instance } = buildCells(
      district({
        buildings: [building(100, 100), building(300, 100)],
        barriers: [
          [at(190, -50), at(190, 350)],
          [at(210, -50), at(210, 350)],
        ],
        crossings: [[at(150, 100), at(250, 100)]],
      }),
    )
    expect(pairs(instance.edges)).toEqual(['0-1'])
  })

  it('puts a building on the very barrier on one side', () => {
    const { cells, instance } = buildCells(
      district({
        buildings: [building(200, 100), building(300, 100)],
        barriers: [[at(200, -50), at(200, 350)]],
      }),
    )
    expectCoverage(cells)
    expect(instance.count).toBe(2)
  })

  it('bars neighbours between whom a dead end of a barrier lies, and says who is cut off', () => {
    const { instance, problems } = buildCells(
      district({
        buildings: [building(100, 50), building(300, 50)],
        barriers: [[at(200, -50), at(200, 290)]],
      }),
    )
    expect(instance.edges).toHaveLength(0)
    expect(problems.map(({ code }) => code)).toEqual(['island'])
  })

  it('leads a bridge over a dead end', () => {
    const { instance, problems } = buildCells(
      district({
        buildings: [building(100, 50), building(300, 50)],
        barriers: [[at(200, -50), at(200, 290)]],
        crossings: [[at(180, 60), at(220, 60)]],
      }),
    )
    expect(pairs(instance.edges)).toEqual(['0-1'])
    expect(problems).toEqual([])
  })

  it('gives a block without buildings to the neighbour across the barrier', () => {
    const { cells, instance } = buildCells(
      district({ buildings: [building(100, 100)], barriers: [[at(200, -50), at(200, 350)]] }),
    )
    expect(Array.from(cells.home).sort()).toEqual([-1, 0])
    expect(Array.from(cells.owner)).toEqual([0, 0])
    expect(instance.cellArea[0]).toBeCloseTo(120_000, 0)
  })

  it('handles holes, concave outlines and communities of several pieces', () => {
    const { cells, instance, problems } = buildCells(
      district({
        communities: [
          [[box(0, 0, 400, 300), box(100, 100, 300, 200)], [box(500, 0, 600, 100)]],
          [[ring([0, 400], [400, 400], [400, 420], [20, 420], [20, 700], [400, 700], [400, 720], [0, 720])]],
        ],
        buildings: [building(50, 150), building(350, 150), building(390, 410), building(390, 710)],
      }),
    )
    expectCoverage(cells)
    expect(problems).toEqual([])
    expect(Array.from(instance.community)).toEqual([0, 0, 1, 1])
    expect(sum(instance.cellArea.slice(0, 2))).toBeCloseTo(400 * 300 - 200 * 100 + 100 * 100, -1)
    expect(pairs(instance.edges)).toEqual(['0-1', '2-3'])
    expectSimpleRings(cells, communityPolygons(cells))
  })

  it('divides cells whose border runs on along a hole', () => {
    const { cells } = buildCells(
      district({
        communities: [[[box(0, 0, 400, 300), box(100, 100, 300, 180)]]],
        buildings: [building(50, 150), building(50, 50), building(350, 60), building(350, 140)],
      }),
    )
    expectCoverage(cells)
    expect([...cells.home].filter((home) => home >= 0)).toHaveLength(4)
  })

  it('reports what stands outside, elsewhere or on contested ground', () => {
    const { instance, problems } = buildCells(
      district({
        communities: [[[box(0, 0, 200, 300)]], [[box(190, 0, 400, 300)]]],
        buildings: [
          building(900, 900),
          building(50, 50, { community: 1 }),
          building(-5, 50, { community: 0 }),
          building(260, 50, { community: 1 }),
        ],
      }),
    )
    expect(problems.map(({ code, buildings }) => [code, ...buildings])).toEqual([
      ['communities-overlap'],
      ['outside-communities', 0],
      ['community-mismatch', 1],
      ['moved-inside', 2],
    ])
    expect(Array.from(instance.community)).toEqual([0, 0, 1])
  })

  it('bears what lies on the other side of the world, and what is no place at all', () => {
    const { instance, problems } = buildCells(
      district({
        buildings: [
          building(100, 50),
          building(300, 50),
          building(1, 1, { position: [0, 0] }),
          building(1, 1, { position: [Number.NaN, 35] }),
        ],
        barriers: [[at(200, -50), at(200, 350), [120, 20]], [], [at(0, 0)]],
        crossings: [[[0, 0]], [], [at(180, 50), at(220, 50)]],
      }),
    )
    expect(problems.map(({ code, buildings }) => [code, ...buildings])).toEqual([
      ['outside-communities', 2],
      ['outside-communities', 3],
    ])
    expect(pairs(instance.edges)).toEqual(['0-1'])
  })

  it('is a planar coverage for any input, and its grids tile the communities', () => {
    fc.assert(
      fc.property(anyDistrict, fc.integer({ min: 1, max: 7 }), (input, grids) => {
        const { cells, instance, problems } = buildCells(input)
        expectCoverage(cells)
        const left = problems.filter(({ code }) => code === 'outside-communities' || code === 'no-room')
        expect(instance.count + left.length).toBe(input.buildings.length)
        const polygons = gridPolygons(
          cells,
          Int32Array.from({ length: instance.count }, (_, index) => index % grids),
        )
        expectTiling(polygons)
        expectSimpleRings(cells, polygons)
        const area = sum(polygons.map(({ areaSquareMetres }) => areaSquareMetres))
        expect(area).toBeCloseTo(sum(instance.cellArea), 4)
        const whole = communityPolygons(cells).filter(({ grid }) => instance.community.includes(grid))
        expect(area).toBeCloseTo(sum(whole.map(({ areaSquareMetres }) => areaSquareMetres)), 4)
      }),
      runs(300),
    )
  })

  it('gives the same cells again, and whatever the order of the buildings', () => {
    const inside = fc.tuple(fc.integer({ min: 20, max: 3980 }), fc.integer({ min: 20, max: 2980 }))
    const places = fc.uniqueArray(inside, {
      minLength: 1,
      maxLength: 25,
      selector: ([x, y]) => `${x >> 4} ${y >> 4}`,
    })
    fc.assert(
      fc.property(places, (points) => {
        const buildings = points.map(([x, y]) => building(x / 10, y / 10))
        const first = buildCells(district({ buildings }))
        expect(buildCells(district({ buildings }))).toEqual(first)
        const { instance } = buildCells(district({ buildings: [...buildings].reverse() }))
        if (first.problems.length > 0) return
        instance.cellArea.forEach((area, place) =>
          expect(area).toBeCloseTo(first.instance.cellArea[points.length - 1 - place], -1),
        )
      }),
      runs(60),
    )
  })

  it('connects every block: no islands without dead ends', () => {
    fc.assert(
      fc.property(anyDistrict, (input) => {
        const { problems } = buildCells({ ...input, barriers: [] })
        expect(problems.filter(({ code }) => code === 'island')).toEqual([])
      }),
      runs(150),
    )
  })
})
