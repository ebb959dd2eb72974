import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subdivide } from '../../../geo/planar/faces'
import { nodeLinework } from '../../../geo/planar/noding'
import { doubledArea, interiorPoint, ringContains } from '../../../geo/planar/ring'
import { expectNoCrossings } from '../invariants'
import { runs } from '../../support/runs'

const linework = (coordinates: number[]) => ({
  coordinates,
  tags: new Array<number>(coordinates.length / 4).fill(1),
})
const edges = (coordinates: ArrayLike<number>) =>
  Array.from({ length: coordinates.length / 4 }, (_, edge): [number, number, number, number] => [
    coordinates[4 * edge],
    coordinates[4 * edge + 1],
    coordinates[4 * edge + 2],
    coordinates[4 * edge + 3],
  ])

/** Segments in a box so small that nearly everything meets nearly everything. */
const crowd = fc
  .array(fc.integer({ min: 0, max: 60 }), { minLength: 4, maxLength: 120 })
  .map((values) => linework(values.slice(0, 4 * Math.floor(values.length / 4))))

describe('nodeLinework', () => {
  it('cuts two crossing segments at the grid point next to the crossing', () => {
    const noded = nodeLinework(linework([0, 0, 10, 10, 0, 9, 10, 0]))
    expect(noded.tags).toHaveLength(4)
    expect(edges(noded.coordinates).filter((edge) => edge.join().includes('5,5'))).toHaveLength(4)
  })

  it('makes one edge of two that lie on each other and keeps both tags', () => {
    const noded = nodeLinework({ coordinates: [0, 0, 10, 0, 4, 0, 20, 0], tags: [1, 2] })
    expect(edges(noded.coordinates).map((edge, index) => [...edge, noded.tags[index]])).toEqual(
      expect.arrayContaining([
        [4, 0, 10, 0, 3],
        [0, 0, 4, 0, 1],
        [10, 0, 20, 0, 2],
      ]),
    )
  })

  it('leaves edges that meet at end points only, however crowded', () => {
    fc.assert(
      fc.property(crowd, (lines) => expectNoCrossings(edges(nodeLinework(lines).coordinates))),
      runs(300),
    )
  })
})

describe('subdivide', () => {
  it('finds a ring, the hole in it and the island in the hole', () => {
    const square = (low: number, high: number) => [
      low,
      low,
      high,
      low,
      high,
      low,
      high,
      high,
      high,
      high,
      low,
      high,
      low,
      high,
      low,
      low,
    ]
    const { rings, locate } = subdivide(linework([...square(0, 90), ...square(30, 60), ...square(40, 50)]))
    expect(rings.map((face) => face.length)).toEqual([2, 2, 1])
    expect(locate(10, 10)).toBe(0)
    expect(locate(35, 35)).toBe(1)
    expect(locate(45, 45)).toBe(2)
    expect(locate(30, 45)).toBe(-1)
    expect(locate(-1, 45)).toBe(-1)
  })

  it('takes out what bounds no face', () => {
    const { rings, loose, edgeCount } = subdivide(
      linework([0, 0, 9, 0, 9, 0, 0, 9, 0, 9, 0, 0, 9, 0, 20, 0, 20, 0, 30, 5]),
    )
    expect(rings).toHaveLength(1)
    expect(edgeCount).toBe(3)
    expect(loose.tags).toHaveLength(2)
  })

  it('settles where a unit diagonal lies between four vertices', () => {
    const corners = [
      [-7992, -6987],
      [-7991, -6987],
      [-7992, -6988],
      [-7991, -6988],
    ]
    const spokes = corners.flatMap(([x, y]) => [x, y, x + 40 * (x + 7991.5), y + 40 * (y + 6987.5)])
    const coordinates = [-7992, -6987, -7991, -6988, ...spokes]
    const noded = nodeLinework({ coordinates, tags: new Array<number>(coordinates.length / 4).fill(1) })
    expect(noded.tags).toHaveLength(5)
  })

  it("satisfies Euler's formula and finds each face by a point of it", () => {
    fc.assert(
      fc.property(crowd, (lines) => {
        const plane = subdivide(nodeLinework(lines))
        const ends = edges(plane.coordinates).flatMap(([ax, ay, bx, by]) => [`${ax},${ay}`, `${bx},${by}`])
        const vertices = [...new Set(ends)]
        const parent = new Map(vertices.map((vertex) => [vertex, vertex]))
        const root = (vertex: string): string => {
          const up = parent.get(vertex) ?? vertex
          return up === vertex ? vertex : root(up)
        }
        for (let end = 0; end < ends.length; end += 2) parent.set(root(ends[end]), root(ends[end + 1]))
        const components = new Set(vertices.map(root)).size
        expect(vertices.length - plane.edgeCount + plane.rings.length).toBe(components)
        plane.rings.forEach((face, number) => {
          expect(face.reduce((area, points) => area + doubledArea(points), 0)).toBeGreaterThan(0)
          expect(plane.locate(...interiorPoint(face))).toBe(number)
          expect(ringContains(face[0], face[0][0], face[0][1])).toBe(0)
        })
      }),
      runs(300),
    )
  })
})
