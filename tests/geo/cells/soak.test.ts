import fc from 'fast-check'
import { it } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import { anyDistrict } from '../districts'
import { expectCoverage } from '../invariants'
it('soak', { timeout: 3_000_000 }, () => {
  fc.assert(
    fc.property(anyDistrict, (input) => expectCoverage(buildCells(input).cells)),
    { numRuns: 15000 },
  )
})
