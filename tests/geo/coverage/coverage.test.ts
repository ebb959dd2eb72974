import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import { Coverage, touchedGrids } from '../../../geo/coverage/coverage'
import { composePatches, invertPatch } from '../../../geo/coverage/patch'
import { coveragePolygon } from '../../../geo/coverage/polygons'
import { isFault, type Patch } from '../../../geo/coverage/types'
import { anyDistrict, populatedDistrict } from '../districts'
import { runs } from '../../support/runs'
import { anyEdit, expectSound, expectTiled, meaning, snapshot, survey } from './edits'

describe('the coverage under random edits', () => {
  it('never breaks, and every edit can be taken back', () => {
    let [made, refused] = [0, 0]
    fc.assert(
      fc.property(
        fc.oneof(anyDistrict, { weight: 3, arbitrary: populatedDistrict }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(anyEdit, { minLength: 15, maxLength: 25 }),
        (input, grids, edits) => {
          const { cells, instance } = buildCells(input)
          const coverage = Coverage.of(
            cells,
            Int32Array.from(instance.x, (x) => Math.floor(Math.abs(x) / 100) % grids),
          )
          const start = snapshot(coverage)
          const ground = survey(coverage)
          const history: Patch[] = []
          for (const edit of edits) {
            const before = snapshot(coverage)
            const result = edit(coverage)
            expect(snapshot(coverage)).toBe(before)
            if (!result) continue
            const again = edit(coverage) ?? result
            expect(meaning(coverage, again)).toBe(meaning(coverage, result))
            if (isFault(result)) {
              refused++
              continue
            }
            made++
            const patch = JSON.parse(JSON.stringify(result)) as Patch
            const touched = touchedGrids(coverage, patch)
            const others = coverage.grids().filter((grid) => !touched.has(grid))
            const outlines = others.map((grid) => JSON.stringify(coveragePolygon(coverage, grid)))
            coverage.apply(patch)
            expect(others.map((grid) => JSON.stringify(coveragePolygon(coverage, grid)))).toEqual(outlines)
            expectSound(coverage, ground)
            history.push(patch)
          }
          expectTiled(coverage)
          const end = snapshot(coverage)
          for (const patch of [...history].reverse()) coverage.apply(invertPatch(patch))
          expect(snapshot(coverage)).toBe(start)
          coverage.apply(composePatches(history))
          expect(snapshot(coverage)).toBe(end)
        },
      ),
      runs(150),
    )
    expect(made).toBeGreaterThan(1000)
    expect(made + refused).toBeGreaterThan(2000)
  })
})
