import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LngLat } from '../../../geo/index'
import { packFootprints, unpackFootprints } from '../../../src/workers/footprints'
import { building, district } from '../../geo/districts'
import { runs } from '../../support/runs'

it('takes footprints out and puts them back, whatever they are', () => {
  const position = fc.tuple(fc.double(), fc.double()).map((pair): LngLat => pair)
  const footprint = fc.array(fc.array(fc.array(position, { maxLength: 5 }), { maxLength: 2 }), {
    maxLength: 2,
  })
  fc.assert(
    fc.property(fc.array(fc.option(footprint, { nil: undefined }), { maxLength: 9 }), (footprints) => {
      const buildings = footprints.map((each, x) =>
        each?.length ? building(x, 0, { footprint: each }) : building(x, 0),
      )
      const input = district({ buildings })
      const packed = packFootprints(input)
      expect(packed.input.buildings.some((each) => each.footprint)).toBe(false)
      expect(unpackFootprints(structuredClone(packed))).toEqual(input)
    }),
    runs(),
  )
})
