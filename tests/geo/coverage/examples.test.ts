import { describe, expect, it } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import { assignBuildings, assignFaces, mergeGrids } from '../../../geo/coverage/assign'
import { insertVertex, moveVertex } from '../../../geo/coverage/border'
import { borderKind, bordersAt } from '../../../geo/coverage/chains'
import { Coverage } from '../../../geo/coverage/coverage'
import { coveragePolygon } from '../../../geo/coverage/polygons'
import { splitGrid } from '../../../geo/coverage/split'
import { type EditFault, isFault, type Patch, type Point } from '../../../geo/coverage/types'
import { toUnits } from '../../../geo/planar/frame'
import { at, box, building, district } from '../districts'
import { expectSound, survey } from './edits'

/** A community of 400 m by 300 m with four rows of four buildings; grids 0 and 1 are its western and eastern half. */
function halves(): Coverage {
  const buildings = [50, 150, 250, 350].flatMap((x) => [40, 110, 180, 250].map((y) => building(x, y)))
  const { cells, instance } = buildCells(district({ buildings }))
  return Coverage.of(
    cells,
    Int32Array.from(instance.x, (_, index) => (index < 8 ? 0 : 1)),
  )
}

/** Units: two wide faces, each with a building, and a strip without one between them, less than a unit wide at x = 0. */
function withStrip(): Coverage {
  const south: Point[] = [
    [-200, 0],
    [19_844, 45],
  ]
  const north: Point[] = [
    [-200, 500],
    [0, 1],
    [19_844, 46],
  ]
  const [low, high] = [-20_000, 20_000]
  const edges: [from: Point, to: Point, left: number, right: number][] = [
    [south[0], south[1], 2, 0],
    [north[0], north[1], 1, 2],
    [north[1], north[2], 1, 2],
    [south[1], north[2], 2, -1],
    [north[0], south[0], 2, -1],
    [south[0], [-200, low], 0, -1],
    [[-200, low], [19_844, low], 0, -1],
    [[19_844, low], south[1], 0, -1],
    [north[2], [19_844, high], 1, -1],
    [[19_844, high], [-200, high], 1, -1],
    [[-200, high], north[0], 1, -1],
  ]
  return Coverage.of(
    {
      frame: halves().frame,
      coordinates: Int32Array.from(edges.flatMap(([from, to]) => [...from, ...to])),
      tags: new Uint8Array(edges.length),
      faceOf: Int32Array.from(edges.flatMap(([, , left, right]) => [left, right])),
      home: Int32Array.of(0, 1, -1),
      owner: Int32Array.of(0, 1, 0),
      block: new Int32Array(3),
      community: new Int32Array(3),
      sites: Int32Array.of(5000, -10_000, 5000, 10_000),
    },
    [0, 0],
  )
}

const line = (coverage: Coverage, ...points: [number, number][]): Point[] =>
  points.map(([x, y]) => toUnits(coverage.frame, at(x, y)))

function made(result: Patch | EditFault): Patch {
  if (isFault(result)) expect.fail(`refused: ${result.code} at ${result.at.join()}`)
  return result
}

const area = (coverage: Coverage, grid: number): number =>
  coveragePolygon(coverage, grid)?.areaSquareMetres ?? 0

describe('vertices', () => {
  /** A vertex in the middle of the border between the halves. */
  const middle = (coverage: Coverage): Point => {
    const inner = [...coverage.edges.values()].find(
      ({ y1, ...edge }) =>
        borderKind(coverage, { y1, ...edge }) === 'movable' &&
        bordersAt(coverage, [edge.x1, y1]).length === 2,
    )
    return [inner?.x1 ?? 0, inner?.y1 ?? 0]
  }

  it('moves one, and both neighbours follow', () => {
    const coverage = halves()
    const [x, y] = middle(coverage)
    const before = area(coverage, 0)
    coverage.apply(made(moveVertex(coverage, [x, y], [x + 2000, y], 5000)))
    expect(area(coverage, 0)).toBeGreaterThan(before + 500)
    expect(area(coverage, 0) + area(coverage, 1)).toBeCloseTo(400 * 300, -1)
    expect(bordersAt(coverage, [x + 2000, y])).toHaveLength(2)
    expect(bordersAt(coverage, [x, y])).toHaveLength(0)
  })

  it('moves a junction of three grids', () => {
    const coverage = halves()
    coverage.apply(assignBuildings(coverage, [10, 11, 14, 15], 2))
    const junction = [...coverage.edges.values()]
      .flatMap(({ x1, y1, x2, y2 }): Point[] => [
        [x1, y1],
        [x2, y2],
      ])
      .find((point) => {
        const borders = bordersAt(coverage, point)
        return borders.length === 3 && borders.every(({ kind }) => kind === 'movable')
      })
    if (!junction) expect.fail('no junction')
    const to: Point = [junction[0] + 1500, junction[1] + 800]
    coverage.apply(made(moveVertex(coverage, junction, to, 3000)))
    expect(bordersAt(coverage, to)).toHaveLength(3)
    expect([0, 1, 2].map((grid) => area(coverage, grid)).reduce((sum, part) => sum + part)).toBeCloseTo(
      400 * 300,
      -1,
    )
  })

  it('inserts one', () => {
    const coverage = halves()
    const before = area(coverage, 0)
    const [id, edge] =
      [...coverage.edges].find(([, candidate]) => borderKind(coverage, candidate) === 'movable') ?? []
    if (id === undefined || !edge) expect.fail('no border')
    const to: Point = [Math.round((edge.x1 + edge.x2) / 2) - 1000, Math.round((edge.y1 + edge.y2) / 2)]
    coverage.apply(made(insertVertex(coverage, id, to)))
    expect(area(coverage, 0)).toBeLessThan(before - 100)
  })

  it('never moves a border of the community', () => {
    const coverage = halves()
    const corner = toUnits(coverage.frame, at(0, 0))
    expect(moveVertex(coverage, corner, [corner[0] + 100, corner[1]])).toEqual({
      code: 'fixed-border',
      at: corner,
    })
    expect(moveVertex(coverage, [1, 1], [2, 2])).toEqual({ code: 'not-on-border', at: [1, 1] })
  })
})

describe('split and merge', () => {
  it('splits along a line that runs on beyond the grid, and merging restores the ground', () => {
    const coverage = halves()
    const before = coveragePolygon(coverage, 0)
    coverage.apply(made(splitGrid(coverage, 0, line(coverage, [-50, 200], [450, 220]), 7)))
    expect(coverage.grids()).toEqual([0, 1, 7])
    expect(coverage.buildingsOfGrid(7).sort()).toEqual([3, 7])
    expect(coverage.buildingsOfGrid(1)).toHaveLength(8)
    coverage.apply(mergeGrids(coverage, [0, 7]))
    expect(coverage.grids()).toEqual([0, 1])
    expect(coveragePolygon(coverage, 0)?.areaSquareMetres).toBeCloseTo(before?.areaSquareMetres ?? 0, 0)
  })

  it('divides a strip where the line draws it together to a point', () => {
    const coverage = withStrip()
    const ground = survey(coverage)
    const across = [-30_000, 30_000].map((y): Point => [210, y])
    coverage.apply(made(splitGrid(coverage, 0, across, 1)))
    expect(coverage.edgesAt(210, 1)).toHaveLength(6)
    expectSound(coverage, ground)
    expect([...coverage.faces.values()].map(({ grid }) => grid).sort()).toEqual([0, 0, 0, 1, 1, 1])
  })

  it('refuses a line that ends within the grid', () => {
    const coverage = halves()
    expect(splitGrid(coverage, 0, line(coverage, [-50, 200], [100, 220]), 7)).toMatchObject({
      code: 'does-not-divide',
    })
  })
})

describe('assignment', () => {
  it('takes loose ground along and leaves no grid behind that has none', () => {
    const { cells } = buildCells(
      district({
        communities: [[[box(0, 0, 400, 300)]]],
        buildings: [building(50, 150), building(100, 150)],
        barriers: [[at(200, -50), at(200, 350)]],
      }),
    )
    const coverage = Coverage.of(cells, [0, 1])
    expect(area(coverage, 1)).toBeCloseTo(325 * 300, -2)
    coverage.apply(assignBuildings(coverage, [1], 0))
    expect(coverage.grids()).toEqual([0])
    expect(area(coverage, 0)).toBeCloseTo(400 * 300, -1)
  })

  it('gives ground without a building to any grid', () => {
    const { cells } = buildCells(
      district({
        buildings: [building(50, 150), building(350, 150)],
        barriers: [
          [at(150, -50), at(150, 350)],
          [at(250, -50), at(250, 350)],
        ],
      }),
    )
    const coverage = Coverage.of(cells, [0, 1])
    const [loose] = [...coverage.faces].find(([, { home }]) => home < 0) ?? [-1]
    for (const grid of [0, 1]) {
      coverage.apply(assignFaces(coverage, [loose], grid))
      expect(area(coverage, grid)).toBeCloseTo(250 * 300, -2)
    }
  })

  it('refuses a patch made for another state', () => {
    const coverage = halves()
    const patch = assignBuildings(coverage, [0], 1)
    coverage.apply(patch)
    expect(() => coverage.apply(patch)).toThrow('stale-patch')
    expect(() => assignBuildings(coverage, [99], 1)).toThrow('no-such-building')
  })
})
