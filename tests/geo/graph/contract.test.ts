import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contractInstance } from '../../../geo/index'
import { smallGround } from '../../src/plan/small-district'
import { runs } from '../../support/runs'

const { instance } = smallGround()
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, one) => total + one, 0)

describe('parts of an instance as vertices of another', () => {
  test('each vertex alone is the instance itself', () => {
    const same = contractInstance(
      instance,
      Array.from({ length: instance.count }, (_, vertex) => vertex),
    )
    expect(same.households).toEqual(instance.households)
    expect(same.community).toEqual(instance.community)
    expect(sum(same.edgeLengths)).toBeCloseTo(sum(instance.edgeLengths), 6)
    expect(same.cellInertia[5]).toBeCloseTo(instance.cellInertia[5], 3)
  })

  test('whatever the parts, households, ground and borders add up', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 7 }), { minLength: 128, maxLength: 128 }), (wished) => {
        const part = wished.map((number, vertex) => (vertex < 8 ? vertex : number))
        const joined = contractInstance(instance, part)
        const kept = part.flatMap((number, vertex) => (number < 0 ? [] : [vertex]))
        expect(joined.count).toBe(8)
        expect(sum(joined.households)).toBe(sum(kept.map((vertex) => instance.households[vertex])))
        expect(sum(joined.cellArea)).toBeCloseTo(sum(kept.map((vertex) => instance.cellArea[vertex])), 3)
        let between = 0
        let outer = sum(kept.map((vertex) => instance.outerLength[vertex]))
        instance.allEdgeLengths.forEach((length, edge) => {
          const [one, other] = [part[instance.allEdges[2 * edge]], part[instance.allEdges[2 * edge + 1]]]
          if (one >= 0 && other >= 0 && one !== other) between += length
          if (one >= 0 !== other >= 0) outer += length
        })
        expect(sum(joined.allEdgeLengths)).toBeCloseTo(between, 3)
        expect(sum(joined.outerLength)).toBeCloseTo(outer, 3)
      }),
      runs(50),
    )
  })
})
