import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import type { BuildingInput } from '../../../geo/cells/types'
import { gridPolygons } from '../../../geo/coverage/polygons'
import { anyDistrict, at, box, building, district, ring } from '../districts'
import { fromUnits } from '../../../geo/planar/frame'
import { expectCoverage, expectTiling } from '../invariants'
import { runs } from '../../support/runs'
import { strays } from './outlines'
import { rectangles, slab } from './rectangles'

function pairs(edges: Int32Array): string[] {
  return Array.from({ length: edges.length / 2 }, (_, at) => `${edges[2 * at]}-${edges[2 * at + 1]}`).sort()
}

const anyRing = fc
  .array(fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 })), { maxLength: 6 })
  .map((points) => (points.length === 0 ? [] : ring(...points)))
const anyFootprint = fc.array(fc.array(anyRing, { minLength: 1, maxLength: 2 }), { maxLength: 2 })

describe('cells of footprints', () => {
  it('lie around long slabs, where cells of points would cut them', () => {
    const buildings = [slab(10, 100, 200, 112), building(230, 106), slab(20, 125, 60, 137)]
    const { cells, instance } = buildCells(district({ buildings }))
    expectCoverage(cells)
    expect(strays(cells, buildings)).toEqual([])
    expect(pairs(instance.edges)).toEqual(['0-1', '0-2'])
    const points = buildCells(
      district({ buildings: buildings.map((each) => ({ ...each, footprint: undefined })) }),
    )
    expect(strays(points.cells, buildings).length).toBeGreaterThan(10)
  })

  it('make neighbours of those whose walls face each other, not of those whose middles are near', () => {
    const buildings = [slab(0, 100, 400, 110), building(200, 90), building(200, 120)]
    const apart = buildCells(district({ buildings })).instance
    expect(pairs(apart.edges)).toEqual(['0-1', '0-2'])
  })

  it('meet along a common wall to 0.3 m', () => {
    const buildings = [slab(100, 100, 130, 112), slab(130, 100, 160, 112), slab(160, 103, 190, 118)]
    const { cells, problems } = buildCells(district({ buildings }))
    expectCoverage(cells)
    expect(problems).toEqual([])
    expect(strays(cells, buildings, 0.3)).toEqual([])
  })

  it('begin where the building stands, whatever the position says', () => {
    const footprint = [[box(100, 100, 160, 112)]]
    const beside = building(130, 80, { footprint })
    const { instance } = buildCells(district({ buildings: [beside, building(130, 60)] }))
    expect(instance.cellArea[0]).toBeGreaterThan(70_000)
    const far = building(20, 290, { footprint })
    const ignored = buildCells(district({ buildings: [far, building(130, 60)] })).instance
    const pointsOnly = buildCells(district({ buildings: [building(20, 290), building(130, 60)] })).instance
    expect(ignored.cellArea).toEqual(pointsOnly.cellArea)
  })

  it('stand in the outline though a hole lies beside it', () => {
    const outer = [at(120, 118), at(120, 136), at(109, 118), at(120, 118)]
    const hole = [at(120, 91), at(120, 82), at(120, 100), at(120, 91)]
    const broken: BuildingInput = {
      position: at(120, 100),
      households: 3,
      compound: 0,
      community: -1,
      footprint: [[outer, hole]],
    }
    const { cells, problems } = buildCells(district({ buildings: [broken, slab(150, 100, 230, 112)] }))
    expectCoverage(cells)
    expect(problems).toEqual([])
    const [x, y] = fromUnits(cells.frame, cells.sites[0], cells.sites[1])
    expect(x).toBeGreaterThan(outer[2][0])
    expect(x).toBeLessThan(outer[0][0])
    expect(y).toBeGreaterThan(outer[0][1])
    expect(y).toBeLessThan(outer[1][1])
  })

  it('end at barriers that cut a footprint, and links do not cross them', () => {
    const buildings = [slab(150, 100, 230, 112), slab(150, 150, 190, 162), slab(250, 100, 290, 112)]
    const { cells, instance } = buildCells(district({ buildings, barriers: [[at(200, -50), at(200, 350)]] }))
    expectCoverage(cells)
    expect(pairs(instance.edges)).toEqual(['0-1'])
    expect(instance.cellArea.slice(0, 2).reduce((a, b) => a + b)).toBeCloseTo(60_000, -1)
  })

  it('hold their footprints wherever these are 1.2 m apart or more, points among them', () => {
    fc.assert(
      fc.property(rectangles(1.2), (buildings) => {
        const { cells } = buildCells(district({ buildings, communities: [[[box(0, 0, 400, 300)]]] }))
        expectCoverage(cells)
        expect(strays(cells, buildings)).toEqual([])
      }),
      runs(100),
    )
  })

  it('tile the communities whatever the footprints are', () => {
    fc.assert(
      fc.property(anyDistrict, fc.array(anyFootprint, { maxLength: 40 }), (input, footprints) => {
        const buildings = input.buildings.map((each, index): BuildingInput => {
          const moved = footprints[index]?.map((polygon) =>
            polygon.map((positions) =>
              positions.map(([lng, lat]): [number, number] => [
                lng + each.position[0] - at(0, 0)[0],
                lat + each.position[1] - at(0, 0)[1],
              ]),
            ),
          )
          return { ...each, footprint: moved }
        })
        const { cells, instance } = buildCells({ ...input, buildings })
        expectCoverage(cells)
        const polygons = gridPolygons(
          cells,
          Int32Array.from({ length: instance.count }, (_, index) => index % 5),
        )
        expectTiling(polygons)
        const area = polygons.reduce((sum, { areaSquareMetres }) => sum + areaSquareMetres, 0)
        expect(area).toBeCloseTo(
          instance.cellArea.reduce((a, b) => a + b, 0),
          4,
        )
        for (const each of instance.cellArea) expect(each).toBeGreaterThan(0)
      }),
      runs(300),
    )
  })

  it('are the same again', () => {
    fc.assert(
      fc.property(rectangles(0), (buildings) => {
        const input = district({ buildings })
        expect(buildCells(input)).toEqual(buildCells(input))
      }),
      runs(20),
    )
  })
})
