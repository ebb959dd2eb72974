import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import { Coverage } from '../../../geo/coverage/coverage'
import type { LngLat } from '../../../geo/planar/frame'
import { GroundRules } from '../../../geo/rules/ground-rules'
import { district } from '../districts'
import { runs } from '../../support/runs'

/** Two communities side by side, as wide and as slanted as they are in the country, one grid each. */
function neighbours(lat: number, wide: number, high: number, slant: number) {
  const [west, middle, east] = [113, 113 + wide, 113 + 2 * wide]
  const [south, north] = [lat, lat + high]
  const left: LngLat[] = [[west, south], [middle, south + slant], [middle + slant, north], [west, north], [west, south]] // prettier-ignore
  const right: LngLat[] = [[middle, south + slant], [east, south], [east, north + slant], [middle + slant, north], [middle, south + slant]] // prettier-ignore
  const position = (of: number): LngLat => [west + (of + 0.5) * wide, lat + high / 2]
  return district({
    communities: [[[left]], [[right]]],
    buildings: [0, 1].map((community) => ({
      position: position(community),
      households: 30,
      compound: -1,
      community,
    })),
  })
}

describe('GroundRules', () => {
  it('find no gap where grids hold whole communities, however long their borders are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -65, max: 65, noNaN: true }),
        fc.double({ min: 0.1, max: 0.4, noNaN: true }),
        fc.double({ min: 0.1, max: 0.5, noNaN: true }),
        fc.double({ min: 0, max: 0.015, noNaN: true }),
        (lat, wide, high, slant) => {
          const input = neighbours(lat, wide, high, slant)
          const coverage = Coverage.of(buildCells(input).cells, [0, 1])
          const rules = GroundRules.of(coverage, { communities: input.communities, crossings: [] })
          expect([...rules.gaps((grid) => grid)]).toEqual([0, 0])
        },
      ),
      runs(60),
    )
  })
})
