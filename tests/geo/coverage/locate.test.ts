import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Coverage, faceAt } from '../../../geo/index'
import { smallGround } from '../../src/plan/small-district'
import { runs } from '../../support/runs'

const { cells, instance } = smallGround()
const coverage = Coverage.of(cells, new Int32Array(instance.count))

describe('the face that a point lies in', () => {
  test('of a building’s place is its own', () => {
    for (let building = 0; building < instance.count; building++) {
      const [x, y] = coverage.sites.subarray(2 * building)
      expect(faceAt(coverage, [x, y])).toBe(coverage.homeFace[building])
    }
  })

  test('outside of all communities is none', () => {
    expect(faceAt(coverage, [5_000_000, 0])).toBe(-1)
    expect(faceAt(coverage, [0, 5_000_000])).toBe(-1)
  })

  test('straight below a corner is the one between its edges, in whatever order they are looked at', () => {
    const corners = new Map<string, [number, number]>()
    for (const { x1, y1, x2, y2 } of coverage.edges.values())
      for (const corner of [
        [x1, y1],
        [x2, y2],
      ] as const)
        corners.set(String(corner), [...corner])
    const shuffled = Coverage.of(cells, new Int32Array(instance.count))
    for (const [id, edge] of [...coverage.edges].reverse()) {
      shuffled.apply({ faces: [], edges: [{ id, was: edge, is: null }] })
      shuffled.apply({ faces: [], edges: [{ id, was: null, is: edge }] })
    }
    for (const [x, y] of corners.values())
      for (const below of [1.3, 900.3, 4_000.3]) {
        const beside = faceAt(coverage, [x + 1e-6, y - below])
        expect(faceAt(coverage, [x, y - below])).toBe(beside)
        expect(faceAt(shuffled, [x, y - below])).toBe(beside)
      }
  })

  test('is the one whose edges go around the point', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40_000, max: 40_000 }),
        fc.integer({ min: -25_000, max: 25_000 }),
        (x, y) => {
          const face = faceAt(coverage, [x + 0.5, y + 0.25])
          const around = (candidate: number) => {
            let crossings = 0
            for (const id of coverage.edgesOfFace(candidate)) {
              const { x1, y1, x2, y2 } = coverage.edge(id)
              const isAcross = x1 > x + 0.5 !== x2 > x + 0.5
              if (isAcross && y + 0.25 < ((y2 - y1) * (x + 0.5 - x1)) / (x2 - x1) + y1) crossings++
            }
            return crossings % 2 === 1
          }
          if (face >= 0) expect(around(face)).toBe(true)
          else expect([...coverage.faces.keys()].some(around)).toBe(false)
        },
      ),
      runs(),
    )
  })
})
